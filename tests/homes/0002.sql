BEGIN TRANSACTION;
CREATE TABLE changes (
	sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	document_id VARCHAR(200) NOT NULL, 
	action VARCHAR(20) NOT NULL, 
	at VARCHAR(40) NOT NULL
);
INSERT INTO "changes" VALUES(1,'md-1','publish','2026-11-01T08:02:00+00:00');
INSERT INTO "changes" VALUES(2,'md-2','withdraw','2026-11-02T09:00:00+00:00');
CREATE TABLE documents (
	document_id VARCHAR(200) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	case_id VARCHAR(200), 
	source TEXT NOT NULL, 
	confidentiality VARCHAR(20) NOT NULL, 
	unit VARCHAR(200), 
	live_version INTEGER, 
	removed_at VARCHAR(40), 
	PRIMARY KEY (document_id)
);
INSERT INTO "documents" VALUES('md-1','case','md-1','/notes/md-1.md','training','Maple Court',2,NULL);
INSERT INTO "documents" VALUES('md-2','case',NULL,'/notes/二.txt','unit','Maple Court',NULL,'2026-11-02T09:00:00+00:00');
CREATE TABLE feedback (
	id INTEGER NOT NULL, 
	person VARCHAR(200) NOT NULL, 
	verdict VARCHAR(20) NOT NULL, 
	words TEXT NOT NULL, 
	question TEXT NOT NULL, 
	answer JSON NOT NULL, 
	at VARCHAR(40) NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "feedback" VALUES(1,'chen','useful','good','押金?','{"text": "\u2026"}','2026-11-02T09:00:00+00:00');
CREATE TABLE named_people (
	document_id VARCHAR(200) NOT NULL, 
	person VARCHAR(200) NOT NULL, 
	PRIMARY KEY (document_id, person)
);
INSERT INTO "named_people" VALUES('md-1','chen');
CREATE TABLE pages (
	document_id VARCHAR(200) NOT NULL, 
	version INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	PRIMARY KEY (document_id, version, number)
);
INSERT INTO "pages" VALUES('md-1',1,1,'The landlord kept the deposit.
押金');
INSERT INTO "pages" VALUES('md-1',2,1,'The landlord kept the deposit.
押金');
INSERT INTO "pages" VALUES('md-2',1,1,'楼上漏水');
CREATE TABLE passages (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	document_id VARCHAR(200) NOT NULL, 
	version INTEGER NOT NULL, 
	page INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	language VARCHAR(5) NOT NULL, 
	heading TEXT NOT NULL
);
INSERT INTO "passages" VALUES(1,'md-1',1,1,0,4,'en','');
INSERT INTO "passages" VALUES(2,'md-2',1,1,0,4,'en','');
INSERT INTO "passages" VALUES(7,'md-1',2,1,0,4,'en','');
CREATE TABLE practices (
	id VARCHAR(64) NOT NULL, 
	person VARCHAR(200) NOT NULL, 
	scenario VARCHAR(200) NOT NULL, 
	profile VARCHAR(40) NOT NULL, 
	revision INTEGER NOT NULL, 
	state JSON NOT NULL, 
	score JSON, 
	branch_of VARCHAR(64), 
	branch_turn INTEGER, 
	started_at VARCHAR(40) NOT NULL, 
	changed_at VARCHAR(40) NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "practices" VALUES('p1','wu','deposit-carpet-en','facilitative',1,'{"turns": []}','null',NULL,NULL,'2026-11-02T09:00:00+00:00','2026-11-02T09:00:00+00:00');
CREATE TABLE practices_shared (
	practice VARCHAR(64) NOT NULL, 
	person VARCHAR(200) NOT NULL, 
	PRIMARY KEY (practice, person)
);
INSERT INTO "practices_shared" VALUES('p1','chen');
CREATE TABLE quarantine (
	id INTEGER NOT NULL, 
	path TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	added_by VARCHAR(200) NOT NULL, 
	at VARCHAR(40) NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "quarantine" VALUES(1,'/notes/x.pdf','damaged','chen','2026-11-02T09:00:00+00:00');
CREATE TABLE turns (
	conversation VARCHAR(64) NOT NULL, 
	n INTEGER NOT NULL, 
	person VARCHAR(200) NOT NULL, 
	question TEXT NOT NULL, 
	answer JSON NOT NULL, 
	at VARCHAR(40) NOT NULL, 
	PRIMARY KEY (conversation, n)
);
INSERT INTO "turns" VALUES('c1',1,'chen','押金?','{"text": "\u2026"}','2026-11-02T09:00:00+00:00');
CREATE TABLE versions (
	document_id VARCHAR(200) NOT NULL, 
	version INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	language VARCHAR(5) NOT NULL, 
	origin VARCHAR(30) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	original TEXT, 
	added_by VARCHAR(200) NOT NULL, 
	added_at VARCHAR(40) NOT NULL, 
	reviewed_by JSON NOT NULL, 
	published_at VARCHAR(40), 
	confidentiality VARCHAR(20) NOT NULL, 
	published_as VARCHAR(20), 
	reviewed BOOLEAN NOT NULL, 
	record JSON NOT NULL, 
	fields JSON NOT NULL, 
	proposals JSON NOT NULL, 
	warnings JSON NOT NULL, 
	type VARCHAR(40), 
	outcome VARCHAR(20), 
	level VARCHAR(20), 
	year INTEGER, 
	PRIMARY KEY (document_id, version), 
	FOREIGN KEY(document_id) REFERENCES documents (document_id)
);
INSERT INTO "versions" VALUES('md-1',1,'The deposit','en','real','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','ab.md','chen','2026-11-01T08:00:00+00:00','["chen", "wu"]','2026-11-01T08:01:00+00:00','training','unit',1,'{"type": "deposit", "terms": [{"party": "A", "what": "\u62bc\u91d1\u9000\u56de"}]}','{"type": [0, 0, 7]}','[]','["Look at page 2."]','deposit','full','easy',2026);
INSERT INTO "versions" VALUES('md-1',2,'The deposit, told again','en','real','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','ab.md','chen','2026-11-01T08:00:00+00:00','["chen", "wu"]','2026-11-01T08:02:00+00:00','training','training',1,'{"type": "deposit", "terms": [{"party": "A", "what": "\u62bc\u91d1\u9000\u56de"}]}','{"type": [0, 0, 7]}','[]','["Look at page 2."]','deposit','full','easy',2026);
INSERT INTO "versions" VALUES('md-2',1,'二','zh','real','cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc','ab.md','chen','2026-11-01T08:00:00+00:00','["chen", "wu"]',NULL,'unit',NULL,1,'{"type": "deposit", "terms": [{"party": "A", "what": "\u62bc\u91d1\u9000\u56de"}]}','{"type": [0, 0, 7]}','[]','["Look at page 2."]','deposit','full','easy',2026);
CREATE INDEX ix_documents_case_id ON documents (case_id);
CREATE INDEX ix_documents_source ON documents (source);
CREATE INDEX passages_of ON passages (document_id, version);
CREATE INDEX ix_turns_person ON turns (person);
CREATE INDEX ix_practices_person ON practices (person);
CREATE INDEX ix_versions_sha256 ON versions (sha256);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('passages',7);
INSERT INTO "sqlite_sequence" VALUES('changes',2);
COMMIT;
