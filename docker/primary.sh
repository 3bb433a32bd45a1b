#!/bin/bash
# Run once by the postgres image, when it makes the primary's cluster: the service's role and database, the standby's role.
set -euo pipefail

psql --username postgres --set ON_ERROR_STOP=1 \
	--set luutru="$(cat /run/secrets/database_luutru)" \
	--set standby="$(cat /run/secrets/database_standby)" <<-'SQL'
	CREATE ROLE luutru LOGIN PASSWORD :'luutru';
	CREATE DATABASE luutru OWNER luutru;
	CREATE ROLE standby LOGIN REPLICATION PASSWORD :'standby';
SQL

echo "host replication standby samenet scram-sha-256" >>"$PGDATA/pg_hba.conf"
