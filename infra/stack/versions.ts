/**
 * The one place where the servers' versions are pinned. A SHA-256 belongs to the file as published;
 * `kafkaLibs` is the SHA-256 of the sorted lines `<sha256>  <file name>` of all its jars.
 */
export const versions = {
  dependencyPlugin: '3.9.0',
  kafka: '4.3.1',
  scala: '2.13',
  slf4j: '1.7.36',
  log4j: '2.25.4',
  debezium: '3.7.0.Final',
  elasticsearch: '9.5.3',
  embeddedRedis: '1.4.3',
  // Embedded, these come from npm and Debian; containers have these tags.
  postgres: '18.4',
  clickhouse: '26.7',
  redis: '8.2',
  nginx: '1.28',
  node: '24',
  prometheus: '3.5.0',
  grafana: '12.1.0',
  leastJdk: 21,
}

export const sha256 = {
  kafkaLibs: 'f437708642ddfcf2da8b303f4204d9a77391bc4affd15d6e7cddba51dda70e74',
  debezium: '660673cbabd2f269da21409208ebd0f0d9977bd92e824fc9daa272f240e88e51',
  elasticsearch: 'bec49f3b8d00e75c8d1cec85c35298635ec9fbd3ae80ef5aeb6bc05abdb3db2d',
  embeddedRedis: 'ffbc63265c60d25dee453d6f656b527d98200d98657c6a0ab4dec4ea2c3a5cd6',
}
