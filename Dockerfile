# syntax=docker/dockerfile:1
# Builds the web application and the service, and keeps the one binary that holds both.
# Whoever builds for production names both images by digest: --build-arg RUST=rust@sha256:… --build-arg DEBIAN=debian@sha256:…
ARG RUST=rust:1.95.0-slim-bookworm
ARG DEBIAN=debian:bookworm-slim
FROM ${RUST} AS build
# The image's toolchain is the one of rust-toolchain.toml; naming it here keeps rustup from fetching clippy and rustfmt.
ENV RUSTUP_TOOLCHAIN=1.95.0
RUN rustup target add wasm32-unknown-unknown
WORKDIR /src
COPY . .
# The binary embeds web/dist, so the web application comes first.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo xtask web \
    && cargo build --locked --release --package luutru-api --bin luutru \
    && cp target/release/luutru /usr/local/bin/luutru

FROM ${DEBIAN}
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates curl \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/luutru --create-home --shell /usr/sbin/nologin luutru
COPY --from=build /usr/local/bin/luutru /usr/local/bin/luutru
USER luutru
WORKDIR /var/lib/luutru
ENV LUUTRU_LISTEN=0.0.0.0:8080
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["curl", "--fail", "--silent", "--output", "/dev/null", "http://127.0.0.1:8080/health/live"]
ENTRYPOINT ["luutru"]
CMD ["serve"]
