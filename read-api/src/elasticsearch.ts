import { errors } from '@elastic/elasticsearch'
import { orUnavailable } from './store-failures.ts'

/** Rejects with 503 unless Elasticsearch answered; what it says of our request itself is our fault. */
export const askElasticsearch = <T>(answer: Promise<T>) =>
  orUnavailable(
    answer,
    (error) => error instanceof errors.ResponseError && error.statusCode === 400,
  )

/** Elasticsearch's total, which is exact because it was asked to be. */
export function totalOf(total: number | { value: number } | undefined): number {
  return typeof total === 'object' ? total.value : (total ?? 0)
}
