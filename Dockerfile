# the same Linux as below: what is built for it brings a binary of SQLite for this one
FROM node:24.21.0-alpine AS build
WORKDIR /repository
RUN npm install --global pnpm@12.21.0
# without the root's package.json: with it pnpm installs the tools of the whole repository
COPY pnpm-lock.yaml pnpm-workspace.yaml ./
COPY apps/server/package.json apps/server/
COPY packages/accounts/package.json packages/accounts/
COPY packages/config/package.json packages/config/
COPY packages/server/package.json packages/server/
COPY packages/contract/package.json packages/contract/
COPY packages/wechat/package.json packages/wechat/
RUN pnpm --filter-prod @uni-phone/server-app... install --frozen-lockfile
COPY apps/server apps/server
COPY packages/accounts packages/accounts
COPY packages/config packages/config
COPY packages/contract packages/contract
COPY packages/server packages/server
COPY packages/wechat packages/wechat
RUN pnpm --filter @uni-phone/server-app build
RUN mkdir data

# the built file has everything inside but SQLite, which is native and stands beside it: nothing else is in the image
FROM node:24.21.0-alpine
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /repository/apps/server/dist ./
# a volume takes its owner from here: DATABASE_URL=/data/accounts.db
COPY --from=build --chown=node:node /repository/data /data
USER node
EXPOSE 8787
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8787}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "main.mjs"]
