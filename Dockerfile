# Region codes and working days, packed from npm packages; Go embeds them.
FROM node:22-bookworm-slim AS tables
WORKDIR /src
COPY tools/regions tools/regions
COPY internal/regions/data internal/regions/data
COPY internal/workdays/data internal/workdays/data
RUN cd tools/regions && npm ci --ignore-scripts && node pack.mjs

# The browser application; Go embeds it, too.
FROM node:22-bookworm-slim AS web
WORKDIR /src
COPY server/web/package.json server/web/package-lock.json server/web/
RUN cd server/web && npm ci
COPY docs/openapi.json docs/openapi.json
COPY server/web server/web
RUN cd server/web && npm run contract && npm run build

FROM golang:1.26.8-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=tables /src/internal/regions/data internal/regions/data
COPY --from=tables /src/internal/workdays/data internal/workdays/data
COPY --from=web /src/server/web/dist server/web/dist
ARG VERSION=dev
# timetzdata: the final image has no zone files, and "today" is the day in China.
RUN CGO_ENABLED=0 go build -buildvcs=false -trimpath -tags timetzdata \
    -ldflags "-s -w -X main.version=${VERSION}" -o /zhanping ./cmd/zhanping \
    && mkdir -p /empty/data /empty/tmp && chmod 700 /empty/data && chmod 1777 /empty/tmp

FROM scratch
ARG VERSION=dev
LABEL org.opencontainers.image.title="zhanping" \
      org.opencontainers.image.description="站评：按标准评定退役军人服务中心（站）的佐证材料" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY LICENSE NOTICE /
# Certificates for PostgreSQL, object storage and the identity provider over TLS.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /zhanping /zhanping
COPY --from=build --chown=65532:65532 /empty/data /data
COPY --from=build /empty/tmp /tmp
# The server listens inside the container; what is published, and TLS, is the proxy's.
ENV TZ=Asia/Shanghai ZHANPING_LISTEN=0.0.0.0:8080 ZHANPING_DATA=/data
USER 65532:65532
WORKDIR /work
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
ENTRYPOINT ["/zhanping"]
CMD ["help"]
