INSERT INTO ops.incarnations (n) VALUES (1);
--> statement-breakpoint
ALTER TABLE users REPLICA IDENTITY FULL;
--> statement-breakpoint
ALTER TABLE articles REPLICA IDENTITY FULL;
--> statement-breakpoint
ALTER TABLE article_slugs REPLICA IDENTITY FULL;
--> statement-breakpoint
CREATE PUBLICATION broadsheet FOR TABLE users, articles, article_slugs;
--> statement-breakpoint
CREATE FUNCTION ops.forbid_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'TRUNCATE of % is forbidden: it leaves no row events, so the read side would keep every row; use DELETE', TG_TABLE_NAME
    USING ERRCODE = 'object_not_in_prerequisite_state';
END
$$;
--> statement-breakpoint
CREATE TRIGGER forbid_truncate BEFORE TRUNCATE ON users EXECUTE FUNCTION ops.forbid_truncate();
--> statement-breakpoint
CREATE TRIGGER forbid_truncate BEFORE TRUNCATE ON articles EXECUTE FUNCTION ops.forbid_truncate();
--> statement-breakpoint
CREATE TRIGGER forbid_truncate BEFORE TRUNCATE ON article_slugs EXECUTE FUNCTION ops.forbid_truncate();
