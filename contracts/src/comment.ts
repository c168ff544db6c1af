import { z } from 'zod'
import { page } from './page.ts'
import { filledText } from './text.ts'
import { profile } from './user.ts'

/** In characters (code points). */
const longestBody = 65_536

export const newComment = z
  .object({ comment: z.object({ body: filledText(longestBody) }) })
  .meta({ id: 'NewComment' })
export type NewComment = z.infer<typeof newComment>['comment']

export const comment = z
  .object({
    id: z.int().positive(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    body: z.string(),
    author: profile,
  })
  .meta({ id: 'Comment' })
export type Comment = z.infer<typeof comment>
export const commentAnswer = z.object({ comment })
export const commentList = z.object({ comments: z.array(comment) })

/** Without a limit all comments are given. */
export const commentListQuery = z.object({
  limit: page.shape.limit.unwrap().optional(),
  offset: page.shape.offset,
})

/** What Elasticsearch holds of a comment, in `comments-<g>`. A deleted one stays as a tombstone. */
export const commentDocument = z.object({
  id: z.int().positive(),
  deleted: z.literal(false),
  articleId: z.uuid(),
  authorId: z.uuid(),
  body: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type CommentDocument = z.infer<typeof commentDocument>
export type CommentTombstone = { id: number; deleted: true }
