/** The slot, the publication and the positions in the log. */
export interface ReplicationOptions {
  /** Logical decoding plugin. Default `decoderbufs`, which Postgres does not bring along. */
  'plugin.name'?: 'pgoutput' | 'decoderbufs'

  /** Lower-case letters, digits and underscores. Default `debezium`. */
  'slot.name'?: string
  /** Drop the slot when the connector stops in good order: changes until its next start are lost. Default false. */
  'slot.drop.on.stop'?: boolean
  /** Create the slot so that it survives a failover (Postgres 17 or newer). Default false. */
  'slot.failover'?: boolean
  /** Tries to connect to the slot. Default 6. */
  'slot.max.retries'?: number
  /** Pause between these tries, in milliseconds. Default 10,000. */
  'slot.retry.delay.ms'?: number
  /** Parameters of the decoding plugin, separated by semicolons. */
  'slot.stream.params'?: string
  /**
   * What to do when the stored position and the slot's differ. `trust_offset` notices a slot that
   * was made anew. Default `no_validation`.
   */
  'offset.mismatch.strategy'?: 'no_validation' | 'trust_offset' | 'trust_slot' | 'trust_greater_lsn'

  /** Default `dbz_publication`. */
  'publication.name'?: string
  /**
   * Who makes the publication: nobody, or Debezium for all tables, for those captured, or for none.
   * Default `all_tables`, which publishes every table of the database.
   */
  'publication.autocreate.mode'?: 'disabled' | 'all_tables' | 'filtered' | 'no_tables'
  /** Publish changes of partitions as those of their root. Default false. */
  'publish.via.partition.root'?: boolean
  /** Replica identities to set, like `public.orders:FULL`, separated by commas. */
  'replica.identity.autoset.values'?: string

  /** Who tells Postgres which log it may drop. Default `connector`. */
  'lsn.flush.mode'?: 'connector' | 'manual' | 'connector_and_driver'
  /** Longest that telling it may take, in milliseconds. Default 30,000. */
  'lsn.flush.timeout.ms'?: number
  /** Default `fail`. */
  'lsn.flush.timeout.action'?: 'fail' | 'warn' | 'ignore'
  /** @deprecated Use `lsn.flush.mode`. */
  'flush.lsn.source'?: boolean
  /** Time between status updates to the server, in milliseconds. Default 10,000. */
  'status.update.interval.ms'?: number
  /** Time between reads of the slot's xmin, in milliseconds; 0 for never. Default 0. */
  'xmin.fetch.interval.ms'?: number
  /** Rows held in memory while streaming; 0 for the driver's default. Default 0. */
  'query.fetch.size'?: number
}
