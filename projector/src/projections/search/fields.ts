type FieldName<Column extends string> = Column extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<FieldName<Tail>>}`
  : Column
type Fields<Row> = { [Column in keyof Row & string as FieldName<Column>]: Row[Column] }

/**
 * A row's columns as a document's fields, so that a new column needs nothing here: `author_id` becomes
 * `authorId`, and instants (`…_at`) are in UTC with milliseconds.
 */
export function fieldsOf<Row extends object>(row: Row): Fields<Row> {
  const fields = Object.entries(row).map(([column, value]) => [
    column.replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase()),
    column.endsWith('_at') && typeof value === 'string' ? new Date(value).toISOString() : value,
  ])
  return Object.fromEntries(fields) as Fields<Row>
}
