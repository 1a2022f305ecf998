# PostgreSQL 15 with wal2json, and the one-shot that makes the database. From the top of the repository:
#   docker build -f docker/postgres.Dockerfile --target postgres -t walcast-postgres .
#   docker build -f docker/postgres.Dockerfile --target database -t walcast-database .
# The tag of Debian names a day. A digest is stricter: --build-arg DEBIAN=bookworm-20260518-slim@sha256:…
ARG DEBIAN=bookworm-20260518-slim

FROM docker.io/library/debian:${DEBIAN} AS packages
RUN mkdir -p /etc/postgresql-common && echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf \
 && apt-get update && apt-get install --yes --no-install-recommends postgresql-15 postgresql-15-wal2json \
 && rm -rf /var/lib/apt/lists/*
# The compiler of queries (LLVM) is bigger than all the rest, and of no use for these short statements: jit is off.
RUN rm -rf /usr/lib/postgresql/15/lib/bitcode /usr/lib/postgresql/15/lib/llvmjit.so

# Debian's package brings Perl along for its wrapper scripts; only the server and psql are taken over.
FROM docker.io/library/debian:${DEBIAN} AS postgres
RUN apt-get update && apt-get install --yes --no-install-recommends \
      libgssapi-krb5-2 libicu72 libldap-2.5-0 liblz4-1 libpam0g libpq5 libreadline8 libssl3 libsystemd0 libuuid1 libxml2 libxslt1.1 \
      libzstd1 tzdata zlib1g \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/* /var/log/* \
 && groupadd --gid 10003 postgres && useradd --uid 10003 --gid 10003 --home-dir /var/lib/postgresql postgres \
 && install -d -o postgres -g postgres -m 0700 /var/lib/postgresql && install -d -o postgres -g postgres /run/postgresql
COPY --from=packages /usr/lib/postgresql/15 /usr/lib/postgresql/15
COPY --from=packages /usr/share/postgresql/15 /usr/share/postgresql/15
COPY docker/postgres/start /usr/local/bin/start-postgres
COPY docker/postgres/walcast.conf /etc/postgresql/
COPY LICENSE /usr/share/walcast/
ENV PATH=/usr/lib/postgresql/15/bin:/usr/local/bin:/usr/bin:/bin LANG=C.UTF-8
USER 10003:10003
VOLUME /var/lib/postgresql
EXPOSE 5432
# Ends sessions, writes everything, and goes.
STOPSIGNAL SIGINT
ENTRYPOINT ["start-postgres"]
HEALTHCHECK --interval=5s --timeout=5s --start-period=10m --retries=6 CMD ["pg_isready", "--quiet", "--host=/run/postgresql"]
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="walcast-postgres" \
      org.opencontainers.image.description="PostgreSQL 15 with wal2json, set up for walcast" \
      org.opencontainers.image.licenses="PostgreSQL AND BSD-3-Clause AND Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

FROM postgres AS database
COPY sql/migrate /usr/share/walcast/sql/
COPY sql/migrations /usr/share/walcast/sql/migrations
COPY sql/roles /usr/share/walcast/sql/roles
COPY sql/sample /usr/share/walcast/sql/sample
COPY docker/database /usr/local/bin/database
STOPSIGNAL SIGTERM
ENTRYPOINT ["database"]
CMD ["up"]
HEALTHCHECK NONE
LABEL org.opencontainers.image.title="walcast-database" \
      org.opencontainers.image.description="Makes the database of the catalogue, its roles and its tables"
