#!/bin/sh
# Writes new secrets for docker-compose.yml to .env, or to the file that is named. One that is there is
# left: the servers keep the passwords that their volumes were made with.
set -eu
umask 077
file=${1:-.env}
if [ -e "$file" ]; then
  echo "$file is there already, and its secrets with it" >&2
  exit 1
fi
hex() { od -An -N "$1" -tx1 /dev/urandom | tr -d ' \n'; }
{
  for name in POSTGRES_PASSWORD CLICKHOUSE_PASSWORD REDIS_PASSWORD OPERATOR_SECRET GRAFANA_PASSWORD; do
    echo "$name=$(hex 24)"
  done
  echo "TOKEN_KEY=$(hex 32)"
} >"$file"
