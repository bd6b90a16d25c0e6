// Writes the files beside it: npm install @duckdb/node-api parquet-wasm apache-arrow, then node generate.mjs.
// Row i of every file holds what its column's formula says; ParquetFileTests computes the same.
import { DuckDBInstance } from '@duckdb/node-api';
import { tableToIPC, vectorFromArray, Int32, Int64, Float64, Float32, Utf8, Table } from 'apache-arrow';
import * as wasm from 'parquet-wasm/node';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = process.argv[2] ?? path.dirname(fileURLToPath(import.meta.url));

const rows = (count) => `SELECT
  TIMESTAMP '2024-01-01 00:00:00' + to_hours(i::INT) AS ds,
  'series_' || (i % 3) AS unique_id,
  (i * 37 % 1000) / 8.0::DOUBLE AS y,
  CASE WHEN i % 7 = 3 THEN NULL ELSE i::INTEGER END AS n,
  (i * 1000003)::BIGINT AS big,
  CASE WHEN i % 5 = 0 THEN NULL ELSE 'text number ' || i || ' of the file, ' || repeat('ab', (i % 11)::INT) END AS note,
  (i % 2 = 0) AS flag,
  DATE '2024-01-01' + i::INT AS day,
  (i / 100.0)::DECIMAL(9,2) AS price,
  (i / 8.0)::FLOAT AS small,
  (i % 200)::UTINYINT AS tiny,
  TIMESTAMPTZ '2024-01-01 00:00:00+00' + to_minutes(i::INT) AS utc,
  (TIMESTAMP '2024-01-01 00:00:00' + to_milliseconds(i::INT))::TIMESTAMP_MS AS ms,
  [i, i + 1] AS list
  FROM range(${count}) t(i)`;

const connection = await (await DuckDBInstance.create(':memory:')).connect();
await connection.run("SET TimeZone='UTC'");
const variants = [
  ['snappy-v1', 'COMPRESSION snappy', 800],
  ['gzip-v1', 'COMPRESSION gzip', 200],
  ['zstd-v1', 'COMPRESSION zstd', 1500],
  ['brotli-v1', 'COMPRESSION brotli', 200],
  ['lz4-v1', 'COMPRESSION lz4_raw', 200],
  ['plain-v1', 'COMPRESSION uncompressed', 100],
  ['zstd-v2-groups', 'COMPRESSION zstd, PARQUET_VERSION V2, ROW_GROUP_SIZE 2048', 5000],
  ['snappy-v2', 'COMPRESSION snappy, PARQUET_VERSION V2', 200],
];
for (const [name, options, count] of variants) {
  await connection.run(`COPY (${rows(count)}) TO '${folder}/${name}.parquet' (FORMAT parquet, ${options})`);
}

const index = Array.from({ length: 400 }, (_, i) => i);
const vectors = {
  y: vectorFromArray(index.map((i) => (i * 37 % 1000) / 8), new Float64()),
  small: vectorFromArray(index.map((i) => i / 8), new Float32()),
  n: vectorFromArray(index.map((i) => (i % 7 === 3 ? null : i)), new Int32()),
  big: vectorFromArray(index.map((i) => BigInt(i) * 1000003n), new Int64()),
  unique_id: vectorFromArray(index.map((i) => `series_${i % 3}`), new Utf8()),
};
const arrow = () => wasm.Table.fromIPCStream(tableToIPC(new Table(vectors), 'stream'));
const write = (name, build) => fs.writeFileSync(
  `${folder}/${name}.parquet`, wasm.writeParquet(arrow(), build(new wasm.WriterPropertiesBuilder()).build()));
const E = wasm.Encoding;
write('delta-v2', (p) => p.setWriterVersion(wasm.WriterVersion.V2).setDictionaryEnabled(false)
  .setCompression(wasm.Compression.ZSTD)
  .setColumnEncoding('n', E.DELTA_BINARY_PACKED).setColumnEncoding('big', E.DELTA_BINARY_PACKED)
  .setColumnEncoding('unique_id', E.DELTA_BYTE_ARRAY)
  .setColumnEncoding('y', E.BYTE_STREAM_SPLIT).setColumnEncoding('small', E.BYTE_STREAM_SPLIT));
write('delta-length-v1', (p) => p.setWriterVersion(wasm.WriterVersion.V1).setDictionaryEnabled(false)
  .setCompression(wasm.Compression.UNCOMPRESSED)
  .setColumnEncoding('unique_id', E.DELTA_LENGTH_BYTE_ARRAY).setMaxRowGroupSize(150));
write('dictionary-v2', (p) => p.setWriterVersion(wasm.WriterVersion.V2).setDictionaryEnabled(true)
  .setCompression(wasm.Compression.SNAPPY).setDataPageSizeLimit(256));
