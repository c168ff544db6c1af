ALTER TABLE "articles" ADD COLUMN "dated" boolean DEFAULT true NOT NULL;
--> statement-breakpoint
-- Of a draft that was changed nobody knows: it may have been published before. Whether a new one was given
-- its date tells its slug, which was taken at the very instant that an article without one was dated.
UPDATE articles SET dated = false
WHERE status = 'draft' AND version = 1
  AND EXISTS (
    SELECT FROM article_slugs
    WHERE article_slugs.slug = articles.slug AND article_slugs.created_at = articles.created_at
  );
