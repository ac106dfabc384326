# One image for every role: the command says which (docker-compose.yml). It keeps the layout of the workspaces, because Node strips types from
# our own files only at their real path, never under node_modules.

FROM node:26-bookworm-slim AS web
WORKDIR /app
COPY package.json package-lock.json tsconfig.base.json ./
COPY proto/package.json proto/
COPY server/package.json server/
COPY seller-gateway/package.json seller-gateway/
COPY sandbox/package.json sandbox/
COPY web/package.json web/
# No install scripts: the image brings its own Node, and PostgreSQL is another container.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY web web
COPY server server
COPY proto proto
RUN node_modules/.bin/vite build web

FROM node:26-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
COPY proto/package.json proto/
COPY server/package.json server/
COPY seller-gateway/package.json seller-gateway/
COPY sandbox/package.json sandbox/
COPY web/package.json web/
RUN npm ci --ignore-scripts --no-audit --no-fund --omit=dev --omit=optional \
      --workspace @quire/server --workspace @quire/seller-gateway --workspace @quire/sandbox --workspace @quire/proto

FROM node:26-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/ ./
COPY tsconfig.base.json ./
COPY migrations migrations
COPY proto proto
COPY server server
COPY seller-gateway seller-gateway
COPY sandbox sandbox
COPY --from=web /app/web/dist web/dist
# The volume of the ebooks begins with this folder's owner.
RUN install --directory --owner node --group node /ebooks
# A volume takes over whose the folder is.
RUN mkdir -p /var/lib/quire/imports && chown -R node:node /var/lib/quire
USER node
CMD ["node", "server/main.ts"]
