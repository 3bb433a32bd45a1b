#!/bin/bash
# Run once by the postgres image, when it makes the primary's cluster: roles, database, and who may connect.
#
#   luutru_owner   owns the schema: `luutru migrate`, `bootstrap` and `keys rotate`, and nothing else
#   luutru         the service: what it may do with each table is granted by `luutru migrate`; it cannot delete or
#                  rewrite history, nor switch off the triggers that refuse it
#   standby        copies the cluster
set -euo pipefail

psql --username postgres --set ON_ERROR_STOP=1 \
	--set owner="$(cat /run/secrets/database_owner)" \
	--set luutru="$(cat /run/secrets/database_luutru)" \
	--set standby="$(cat /run/secrets/database_standby)" <<-'SQL'
	CREATE ROLE luutru_owner LOGIN PASSWORD :'owner';
	CREATE ROLE luutru LOGIN PASSWORD :'luutru';
	CREATE DATABASE luutru OWNER luutru_owner;
	REVOKE ALL ON DATABASE luutru FROM PUBLIC;
	GRANT CONNECT ON DATABASE luutru TO luutru;
	CREATE ROLE standby LOGIN REPLICATION PASSWORD :'standby';
	\connect luutru
	REVOKE ALL ON SCHEMA public FROM PUBLIC;
	ALTER SCHEMA public OWNER TO luutru_owner;
SQL

# Nobody comes in without TLS; the superuser comes in from inside the container alone:
# `docker compose exec --user postgres primary psql`.
cat >"$PGDATA/pg_hba.conf" <<-'HBA'
	local   all          postgres                         peer
	hostssl luutru       luutru_owner,luutru   samenet    scram-sha-256
	hostssl replication  standby               samenet    scram-sha-256
HBA
