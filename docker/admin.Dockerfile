# walcast-admin, the server and its panel. From the top of the repository: docker build -f docker/admin.Dockerfile -t walcast-admin .
# The tag of Debian names a day. A digest is stricter: --build-arg DEBIAN=bookworm-20260518-slim@sha256:…
ARG DEBIAN=bookworm-20260518-slim

# Its instructions are those of cdc.Dockerfile up to the last one, so that both images share what they can.
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
 && cmake --build /build --target walcast-admin \
 && cmake --install /build --component walcast-admin --prefix /out --strip \
 && rm -r /build

FROM docker.io/library/debian:${DEBIAN} AS panel
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates npm && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY tests/support/node.sh tests/support/panel.sh tests/support/
COPY admin/panel admin/panel
# Where npm goes through a proxy with certificates of its own: docker build --secret id=ca,src=FILE
RUN --mount=type=secret,id=ca --mount=type=cache,id=walcast-npm,target=/root/.npm \
    if [ -s /run/secrets/ca ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca; fi; tests/support/panel.sh build

FROM docker.io/library/debian:${DEBIAN}
RUN apt-get update && apt-get install --yes --no-install-recommends \
      ca-certificates libboost-program-options1.81.0 libboost-url1.81.0 libbrotli1 libcurl4 libfmt9 libhiredis0.14 libmagic1 liboath0 libpq5 \
      libprometheus-cpp-core1.0 libsimdjson14 libsmartcols1 libsodium23 libspdlog1.10 libssl3 libzxcvbn0 zlib1g \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/* /var/log/*
COPY --from=build /out/bin/walcast-admin /usr/local/bin/
COPY --from=panel /src/build/panel /usr/share/walcast/panel
COPY config/admin.json config/admin.schema.json /usr/share/walcast/config/
COPY sql/documents /usr/share/walcast/sql/documents
COPY docker/nginx/pack LICENSE /usr/share/walcast/
# Where compose.yaml's one-shot puts the panel for nginx, and where posters and videos lie.
RUN install -d -o 10002 -g 10002 /srv/panel /srv/files
# There it finds config/admin.json; $WALCAST_ADMIN_CONFIG names another one.
WORKDIR /usr/share/walcast
ENV WALCAST_ADMIN_SERVER__PANEL=/usr/share/walcast/panel
USER 10002:10002
EXPOSE 8090 8092
ENTRYPOINT ["walcast-admin"]
CMD ["run"]
HEALTHCHECK --interval=10s --timeout=10s --start-period=60s --retries=6 CMD ["walcast-admin", "status", "--quiet"]
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="walcast-admin" \
      org.opencontainers.image.description="Serves the film catalogue beside walcast: its API, its editing API and its panel" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
