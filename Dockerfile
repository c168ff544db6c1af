# One image for all our processes; the command says which: `node read-api/src/main.ts`.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS manifests
WORKDIR /app
COPY . .
# What npm needs to know, so that a change of code alone finds its packages in the builder's cache.
RUN find . -mindepth 2 -type f ! -name package.json -delete

FROM ${NODE_IMAGE} AS packages
WORKDIR /app
ARG NPM_CONFIG_REGISTRY
COPY --from=manifests /app .
RUN npm ci --omit=dev --no-audit --no-fund --workspace=@broadsheet/write-api \
  --workspace=@broadsheet/read-api --workspace=@broadsheet/projector --workspace=@broadsheet/connectors \
  --workspace=@broadsheet/ops

FROM ${NODE_IMAGE}
WORKDIR /app
ENV NODE_ENV=production TZ=UTC NODE_OPTIONS="--enable-source-maps --disable-warning=TimeoutNegativeWarning"
# Views that Kafka did not take wait here; whoever runs the image mounts a volume.
RUN mkdir -p /var/spool/broadsheet && chown 10001:10001 /var/spool/broadsheet
COPY --from=packages /app/node_modules node_modules
# Our packages are links in there: Node strips no types of files that are really inside.
COPY . .
USER 10001:10001
EXPOSE 3000
CMD ["node", "read-api/src/main.ts"]
