#!/bin/sh
# Prints new secrets for docker-compose.yml, as lines of an .env file: sh infra/compose/secrets.sh > .env
set -eu
umask 077
hex() { od -An -N "$1" -tx1 /dev/urandom | tr -d ' \n'; }
for name in POSTGRES_PASSWORD CLICKHOUSE_PASSWORD REDIS_PASSWORD OPERATOR_SECRET; do
  echo "$name=$(hex 24)"
done
echo "TOKEN_KEY=$(hex 32)"
