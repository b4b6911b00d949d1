# What one container of the image runs. The process is the container's own: it gets the signals, and its end is the container's.
case "$1" in
  app) exec node node_modules/next/dist/bin/next start --hostname "$HOST" --port "$PORT" ;;
  migrate) exec node --import tsx cli/main.ts migrate ;;
  outbox-relay | search-projector | finance-loader | bank-gateway | jobs | reconciler) exec node --enable-source-maps "build/$1.js" ;;
  *) echo "Which process? app, migrate, outbox-relay, search-projector, finance-loader, bank-gateway, jobs or reconciler." >&2; exit 1 ;;
esac
