import { createRoute, type RouteConfig } from '@hono/zod-openapi'
import { consistentRead, type Consistency, type Uses } from './consistency/consistent-read.ts'

/** A read operation of the contract as a route: before it reads, it waits for what it uses. */
export function readRoute<
  Path extends string,
  Operation extends Omit<RouteConfig, 'path'> & { path: Path },
>(operation: Operation, { consistency }: { consistency: Consistency }, uses: Uses) {
  return createRoute({ ...operation, middleware: consistentRead(consistency, uses) })
}
