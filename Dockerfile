# The packages that the bot runs with, as the lock file has them.
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM node:24.21.0-bookworm-slim
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json LICENSE ./
COPY diagnosis diagnosis
COPY cards cards
COPY dialogs dialogs
COPY bot bot
# A new volume takes the rights of this folder.
RUN install --directory --mode=0700 --owner=node --group=node /data /app/compiled
USER node
# Node keeps here what it compiles, once for all starts. The files are for one account, so that account makes them.
ENV NODE_COMPILE_CACHE=/app/compiled
RUN node --eval "import('./bot/bot.ts')"
ENV NODE_ENV=production STATE_URL=sqlite:/data/bot.db
VOLUME /data
EXPOSE 3978
# Node itself, so that the signal arrives; npm would keep it.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s --retries=3 \
  CMD ["node", "--eval", "fetch('http://127.0.0.1:' + (process.env.PORT || 3978) + '/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "bot/main.ts"]
