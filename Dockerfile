FROM golang:1.26.8-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=dev
# timetzdata: the final image has no zone files, and "today" is the day in China.
RUN CGO_ENABLED=0 go build -buildvcs=false -trimpath -tags timetzdata \
    -ldflags "-s -w -X main.version=${VERSION}" -o /zhanping ./cmd/zhanping

FROM scratch
ARG VERSION=dev
LABEL org.opencontainers.image.title="zhanping" \
      org.opencontainers.image.description="站评：按标准评定退役军人服务中心（站）的佐证材料" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY LICENSE NOTICE /
COPY --from=build /zhanping /zhanping
ENV TZ=Asia/Shanghai
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/zhanping"]
CMD ["help"]
