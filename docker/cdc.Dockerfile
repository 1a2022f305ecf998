# walcast, the daemon. From the top of the repository: docker build -f docker/cdc.Dockerfile -t walcast .
# The tag of Debian names a day. A digest is stricter: --build-arg DEBIAN=bookworm-20260518-slim@sha256:…
ARG DEBIAN=bookworm-20260518-slim

# Its instructions are those of admin.Dockerfile up to the last one, so that both images share what they can.
FROM docker.io/library/debian:${DEBIAN} AS build
RUN apt-get update && apt-get install --yes --no-install-recommends \
      g++ cmake ninja-build ccache pkg-config \
      libpq-dev libhiredis-dev libcurl4-openssl-dev nlohmann-json3-dev libsimdjson-dev libboost1.81-dev \
      libboost-program-options1.81-dev libboost-url1.81-dev libspdlog-dev libfmt-dev libvalijson-dev libsmartcols-dev libsystemd-dev \
      prometheus-cpp-dev libmagic-dev libsodium-dev libssl-dev liboath-dev libzxcvbn-dev libbrotli-dev zlib1g-dev \
 && rm -rf /var/lib/apt/lists/*
# The source is lent, not copied: it is in no layer.
RUN --mount=type=cache,id=walcast-ccache,target=/root/.cache/ccache \
    --mount=type=bind,source=.,target=/src \
    cmake -S /src -B /build -G Ninja -C /src/docker/release.cmake \
 && cmake --build /build --target walcast \
 && cmake --install /build --component walcast --prefix /out --strip \
 && rm -r /build

FROM docker.io/library/debian:${DEBIAN}
RUN apt-get update && apt-get install --yes --no-install-recommends \
      ca-certificates libboost-program-options1.81.0 libboost-url1.81.0 libcurl4 libfmt9 libhiredis0.14 libpq5 \
      libprometheus-cpp-core1.0 libsimdjson14 libsmartcols1 libspdlog1.10 libssl3 \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/* /var/log/*
COPY --from=build /out/bin/walcast /usr/local/bin/
COPY config/walcast.json config/walcast.schema.json /usr/share/walcast/config/
COPY config/indices /usr/share/walcast/config/indices
COPY sql/documents /usr/share/walcast/sql/documents
COPY LICENSE /usr/share/walcast/
# There it finds config/walcast.json; $WALCAST_CONFIG names another one.
WORKDIR /usr/share/walcast
USER 10001:10001
EXPOSE 8091
ENTRYPOINT ["walcast"]
CMD ["run"]
HEALTHCHECK --interval=10s --timeout=10s --start-period=60s --retries=6 CMD ["walcast", "status", "--ready"]
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="walcast" \
      org.opencontainers.image.description="Keeps Elasticsearch in step with PostgreSQL by logical replication" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
