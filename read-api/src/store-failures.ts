import { ApiError } from '@broadsheet/platform/api-error'

/** A reader is told that a store is away before they give up on us. */
export const storeTimeoutMs = 5_000

/** 503 with `Retry-After`: a store is away, and its client's error is the cause. */
export function unavailable(cause: unknown): ApiError {
  const away = new ApiError('service_unavailable', undefined, { 'Retry-After': '1' })
  away.cause = cause
  return away
}

/** Rejects with 503 when the store's client rejects, unless `isFault` says that the fault is ours. */
export async function orUnavailable<T>(
  answer: Promise<T>,
  isFault: (error: unknown) => boolean = () => false,
): Promise<T> {
  try {
    return await answer
  } catch (error) {
    throw isFault(error) ? error : unavailable(error)
  }
}
