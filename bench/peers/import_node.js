// import_node.js: the import peer: csv-parse and multi-row INSERT … ON CONFLICT into PostgreSQL, 1,000 rows a batch.
import { createReadStream } from 'node:fs'
import { parse } from 'csv-parse'
import pg from 'pg'

const client = new pg.Client({ connectionString: process.env.DATABASE })
await client.connect()
await client.query('DROP TABLE IF EXISTS peer_import; CREATE TABLE peer_import (id bigserial PRIMARY KEY, username text UNIQUE, password text, email text)')
let batch = []
async function flush() {
  const values = batch.flat()
  const places = batch.map((_, i) => `($${i * 3 + 1},$${i * 3 + 2},$${i * 3 + 3})`).join(',')
  await client.query(`INSERT INTO peer_import (username, password, email) VALUES ${places} ON CONFLICT DO NOTHING`, values)
  batch = []
}
const begun = performance.now()
let lines = 0
for await (const row of createReadStream(process.argv[2]).pipe(parse({ relax_column_count: true }))) {
  lines += 1
  batch.push([row[0].toLowerCase(), row[1], row[2]])
  if (batch.length === 1000) await flush()
}
if (batch.length) await flush()
const seconds = (performance.now() - begun) / 1000
console.log(JSON.stringify({ lines, seconds, per_second: lines / seconds }))
await client.end()
