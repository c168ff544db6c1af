ALTER TABLE "articles" ADD COLUMN "dated" boolean DEFAULT true NOT NULL;
--> statement-breakpoint
-- Of a draft that was changed or imported nobody knows: it may have been published, or dated, before.
UPDATE articles SET dated = false
WHERE status = 'draft' AND version = 1
  AND NOT EXISTS (SELECT FROM import_paths WHERE article_id = articles.id);
