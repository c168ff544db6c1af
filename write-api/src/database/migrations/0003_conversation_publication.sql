ALTER TABLE comments REPLICA IDENTITY FULL;
--> statement-breakpoint
ALTER TABLE follows REPLICA IDENTITY FULL;
--> statement-breakpoint
ALTER TABLE favorites REPLICA IDENTITY FULL;
--> statement-breakpoint
ALTER PUBLICATION broadsheet ADD TABLE comments, follows, favorites;
--> statement-breakpoint
CREATE TRIGGER forbid_truncate BEFORE TRUNCATE ON comments EXECUTE FUNCTION ops.forbid_truncate();
--> statement-breakpoint
CREATE TRIGGER forbid_truncate BEFORE TRUNCATE ON follows EXECUTE FUNCTION ops.forbid_truncate();
--> statement-breakpoint
CREATE TRIGGER forbid_truncate BEFORE TRUNCATE ON favorites EXECUTE FUNCTION ops.forbid_truncate();
