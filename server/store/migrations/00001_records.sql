-- One schema for SQLite and PostgreSQL: text, bigint, boolean and bytea mean the same to both. Times are
-- text of fixed width in UTC (records.Time), so that they sort alike. Points are text; *_order columns
-- are integers that order rows and are never shown.
--
-- An index WHERE column <> '' serves only queries that say so literally (store.Filled), not by a parameter.
-- +goose Up
CREATE TABLE stations (
    id text PRIMARY KEY,
    version bigint NOT NULL, created_at text NOT NULL, updated_at text NOT NULL,
    code text NOT NULL, name text NOT NULL, kind text NOT NULL, level text NOT NULL, region text NOT NULL,
    parent_id text NOT NULL, uscc text NOT NULL, sample boolean NOT NULL, closed boolean NOT NULL,
    revision_id text NOT NULL, revision bigint NOT NULL
);
CREATE UNIQUE INDEX stations_code ON stations (code);
CREATE INDEX stations_region ON stations (region, id);
CREATE INDEX stations_level ON stations (level, region, id);
CREATE INDEX stations_parent ON stations (parent_id);

CREATE TABLE revisions (
    id text PRIMARY KEY,
    station_id text NOT NULL REFERENCES stations (id),
    number bigint NOT NULL,
    text text NOT NULL, canonical bytea NOT NULL, digest text NOT NULL, sm3 text NOT NULL,
    reporting_date text NOT NULL, saved_by text NOT NULL, saved_at text NOT NULL
);
CREATE UNIQUE INDEX revisions_number ON revisions (station_id, number);

CREATE TABLE attachments (
    id text PRIMARY KEY,
    station_id text NOT NULL REFERENCES stations (id),
    case_id text NOT NULL,
    name text NOT NULL, type text NOT NULL, size bigint NOT NULL, digest text NOT NULL, sm3 text NOT NULL,
    shown text NOT NULL, thumbnail text NOT NULL, taken_at text NOT NULL,
    has_location boolean NOT NULL, latitude text NOT NULL, longitude text NOT NULL, likeness text NOT NULL,
    added_by text NOT NULL, added_at text NOT NULL
);
CREATE UNIQUE INDEX attachments_content ON attachments (station_id, case_id, digest);
CREATE INDEX attachments_digest ON attachments (digest);
CREATE INDEX attachments_likeness ON attachments (likeness);

CREATE TABLE people (
    id text PRIMARY KEY,
    version bigint NOT NULL, created_at text NOT NULL, updated_at text NOT NULL,
    login text NOT NULL, name text NOT NULL, password text NOT NULL, must_change boolean NOT NULL, disabled boolean NOT NULL,
    home_region text NOT NULL, home_station text NOT NULL, oidc_issuer text NOT NULL, oidc_subject text NOT NULL,
    last_signed_in text NOT NULL
);
CREATE UNIQUE INDEX people_login ON people (login);
CREATE UNIQUE INDEX people_oidc ON people (oidc_issuer, oidc_subject) WHERE oidc_subject <> '';

CREATE TABLE grants (
    id text PRIMARY KEY,
    person_id text NOT NULL REFERENCES people (id),
    role text NOT NULL, region text NOT NULL, station_id text NOT NULL, given_by text NOT NULL, given_at text NOT NULL
);
CREATE UNIQUE INDEX grants_once ON grants (person_id, role, region, station_id);
CREATE INDEX grants_station ON grants (station_id);

CREATE TABLE batches (
    id text PRIMARY KEY,
    version bigint NOT NULL, created_at text NOT NULL, updated_at text NOT NULL,
    title text NOT NULL, region text NOT NULL, year bigint NOT NULL, standard text NOT NULL,
    opens_on text NOT NULL, closes_on text NOT NULL, rules text NOT NULL, closed boolean NOT NULL
);
CREATE INDEX batches_region ON batches (region, year);

CREATE TABLE cases (
    id text PRIMARY KEY,
    version bigint NOT NULL, created_at text NOT NULL, updated_at text NOT NULL,
    batch_id text NOT NULL REFERENCES batches (id),
    station_id text NOT NULL REFERENCES stations (id),
    region text NOT NULL, level text NOT NULL, standard text NOT NULL,
    stage text NOT NULL, frozen boolean NOT NULL, locked boolean NOT NULL,
    revision_id text NOT NULL, standard_digest text NOT NULL, policies_digest text NOT NULL,
    stage_since text NOT NULL, due_on text NOT NULL, reason text NOT NULL
);
CREATE UNIQUE INDEX cases_once ON cases (batch_id, station_id);
CREATE INDEX cases_station ON cases (station_id);
CREATE INDEX cases_region ON cases (region, id);
CREATE INDEX cases_batch ON cases (batch_id, region, id);
CREATE INDEX cases_batch_stage ON cases (batch_id, stage, region, id);
CREATE INDEX cases_stage ON cases (stage, region, id);
CREATE INDEX cases_due ON cases (due_on, region, id) WHERE due_on <> '';

CREATE TABLE assignments (
    id text PRIMARY KEY,
    version bigint NOT NULL, created_at text NOT NULL, updated_at text NOT NULL,
    case_id text NOT NULL REFERENCES cases (id),
    person_id text NOT NULL REFERENCES people (id),
    source text NOT NULL, lead boolean NOT NULL, visit_on text NOT NULL, given_by text NOT NULL, given_at text NOT NULL,
    signed_at text NOT NULL, signed text NOT NULL, drawing text NOT NULL
);
CREATE UNIQUE INDEX assignments_once ON assignments (case_id, source, person_id);
CREATE INDEX assignments_person ON assignments (person_id, visit_on);

CREATE TABLE findings (
    id text PRIMARY KEY,
    case_id text NOT NULL REFERENCES cases (id),
    item text NOT NULL, source text NOT NULL, recorded_by text NOT NULL, number bigint NOT NULL, settles boolean NOT NULL,
    outcome text NOT NULL, points text NOT NULL, shortfalls text NOT NULL, reason text NOT NULL, photos text NOT NULL,
    until text NOT NULL, recorded_at text NOT NULL, made_at text NOT NULL
);
CREATE UNIQUE INDEX findings_number ON findings (case_id, item, source, recorded_by, number);

CREATE TABLE results (
    id text PRIMARY KEY,
    station_id text NOT NULL REFERENCES stations (id),
    case_id text NOT NULL, batch_id text NOT NULL, region text NOT NULL, standard text NOT NULL, revision_id text NOT NULL,
    as_of text NOT NULL, standard_digest text NOT NULL, policies_digest text NOT NULL, bundle_digest text NOT NULL,
    out_of text NOT NULL, certain text NOT NULL, possible text NOT NULL, grade_certain text NOT NULL, grade_possible text NOT NULL,
    certain_order bigint NOT NULL, open bigint NOT NULL, outcomes text NOT NULL, lost text NOT NULL,
    judged_at text NOT NULL, left_out boolean NOT NULL
);
CREATE UNIQUE INDEX results_once ON results (station_id, standard, case_id);
CREATE INDEX results_case ON results (case_id);
-- What a batch came to: a histogram of the totals, grades by region, losses by item.
CREATE INDEX results_rank ON results (batch_id, certain_order DESC, certain, grade_certain, region, id) WHERE case_id <> '' AND NOT left_out;
CREATE INDEX results_grade ON results (batch_id, grade_certain, region, certain_order) WHERE case_id <> '' AND NOT left_out;
CREATE INDEX results_heat ON results (batch_id, region, as_of, outcomes) WHERE case_id <> '' AND NOT left_out;
-- What stations come to by what they say themselves.
CREATE INDEX results_self ON results (standard, grade_certain, region, certain_order) WHERE case_id = '';

CREATE TABLE conclusions (
    id text PRIMARY KEY,
    case_id text NOT NULL REFERENCES cases (id),
    number bigint NOT NULL, stage text NOT NULL, revision_id text NOT NULL, as_of text NOT NULL,
    standard_digest text NOT NULL, policies_digest text NOT NULL, bundle_digest text NOT NULL, report_digest text NOT NULL,
    certain text NOT NULL, grade_certain text NOT NULL, concluded_by text NOT NULL, concluded_at text NOT NULL,
    report bytea NOT NULL
);
CREATE UNIQUE INDEX conclusions_number ON conclusions (case_id, number);

CREATE TABLE disputes (
    id text PRIMARY KEY,
    version bigint NOT NULL, created_at text NOT NULL, updated_at text NOT NULL,
    case_id text NOT NULL REFERENCES cases (id),
    item text NOT NULL, raised_by text NOT NULL, reason text NOT NULL, state text NOT NULL,
    decided_by text NOT NULL, decision text NOT NULL, decided_at text NOT NULL
);
CREATE INDEX disputes_case ON disputes (case_id, state);

CREATE TABLE rectifications (
    id text PRIMARY KEY,
    version bigint NOT NULL, created_at text NOT NULL, updated_at text NOT NULL,
    case_id text NOT NULL REFERENCES cases (id),
    item text NOT NULL, problem text NOT NULL, measure text NOT NULL, responsible text NOT NULL, deadline text NOT NULL,
    proof text NOT NULL, answer text NOT NULL, state text NOT NULL, verdict text NOT NULL, judged_by text NOT NULL
);
CREATE INDEX rectifications_case ON rectifications (case_id, state);
CREATE INDEX rectifications_due ON rectifications (state, deadline);

CREATE TABLE awards (
    id text PRIMARY KEY,
    version bigint NOT NULL, created_at text NOT NULL, updated_at text NOT NULL,
    number text NOT NULL, case_id text NOT NULL, batch_id text NOT NULL, station_id text NOT NULL REFERENCES stations (id),
    region text NOT NULL, title text NOT NULL, grade text NOT NULL, issuer text NOT NULL, issued_on text NOT NULL,
    valid_until text NOT NULL, recheck_on text NOT NULL, card text NOT NULL, card_id text NOT NULL, withdrawn text NOT NULL, reason text NOT NULL
);
CREATE UNIQUE INDEX awards_number ON awards (number, issuer);
CREATE INDEX awards_station ON awards (station_id);
CREATE INDEX awards_batch ON awards (batch_id, grade);
CREATE INDEX awards_case ON awards (case_id);
CREATE INDEX awards_validity ON awards (valid_until) WHERE withdrawn = '' AND valid_until <> '';
CREATE INDEX awards_region ON awards (region, id);
CREATE INDEX awards_recheck ON awards (recheck_on, region, id) WHERE withdrawn = '' AND recheck_on <> '';

CREATE TABLE cards (
    id text PRIMARY KEY,
    award_id text NOT NULL REFERENCES awards (id),
    text text NOT NULL, issued_on text NOT NULL, withdrawn text NOT NULL
);
CREATE INDEX cards_award ON cards (award_id);
CREATE INDEX cards_withdrawn ON cards (id) WHERE withdrawn <> '';

CREATE TABLE draws (
    id text PRIMARY KEY,
    batch_id text NOT NULL REFERENCES batches (id),
    seed text NOT NULL, size bigint NOT NULL, population text NOT NULL, chosen text NOT NULL,
    drawn_by text NOT NULL, drawn_at text NOT NULL
);
CREATE INDEX draws_batch ON draws (batch_id);

CREATE TABLE notices (
    id text PRIMARY KEY,
    case_id text NOT NULL, station_id text NOT NULL, region text NOT NULL, person_id text NOT NULL, role text NOT NULL,
    kind text NOT NULL, words text NOT NULL, due_on text NOT NULL, done_at text NOT NULL, created_at text NOT NULL
);
CREATE INDEX notices_person ON notices (person_id, id);
CREATE INDEX notices_station ON notices (station_id, id);
CREATE INDEX notices_case ON notices (case_id, kind);
CREATE INDEX notices_region ON notices (region, role, id);

CREATE TABLE rule_sets (
    id text PRIMARY KEY,
    version bigint NOT NULL, created_at text NOT NULL, updated_at text NOT NULL,
    digest text NOT NULL, kind text NOT NULL, ref text NOT NULL, title text NOT NULL, state text NOT NULL,
    region text NOT NULL, base text NOT NULL, archive bytea NOT NULL,
    author text NOT NULL, approved_by text NOT NULL, approved_at text NOT NULL, note text NOT NULL
);
CREATE UNIQUE INDEX rule_sets_digest ON rule_sets (digest);

CREATE TABLE jobs (
    id text PRIMARY KEY,
    version bigint NOT NULL, created_at text NOT NULL, updated_at text NOT NULL,
    kind text NOT NULL, args text NOT NULL, asked_by text NOT NULL, region text NOT NULL, state text NOT NULL,
    done bigint NOT NULL, total bigint NOT NULL, cancel boolean NOT NULL, words text NOT NULL,
    file text NOT NULL, name text NOT NULL, cursor text NOT NULL, holder text NOT NULL, beat bigint NOT NULL
);
CREATE INDEX jobs_by ON jobs (asked_by, id);
CREATE INDEX jobs_region ON jobs (region, id);
CREATE INDEX jobs_open ON jobs (state) WHERE state IN ('waiting', 'running');

CREATE TABLE idempotencies (
    key text NOT NULL, person_id text NOT NULL,
    request text NOT NULL, status bigint NOT NULL, header text NOT NULL, body bytea, answered_at text NOT NULL,
    PRIMARY KEY (key, person_id)
);
CREATE INDEX idempotencies_age ON idempotencies (answered_at);

CREATE TABLE restores (
    id text PRIMARY KEY,
    started_at text NOT NULL
);

CREATE TABLE journal_entries (
    seq bigint PRIMARY KEY,
    at text NOT NULL, actor text NOT NULL, action text NOT NULL, kind text NOT NULL, subject text NOT NULL, region text NOT NULL,
    detail text NOT NULL, hash text NOT NULL, chain text NOT NULL
);
CREATE INDEX journal_entries_subject ON journal_entries (subject, seq);
CREATE INDEX journal_entries_region ON journal_entries (region, seq);

CREATE TABLE journal_hashes (
    position bigint PRIMARY KEY,
    hash bytea NOT NULL
);

CREATE TABLE journal_heads (
    id bigint PRIMARY KEY,
    size bigint NOT NULL, chain text NOT NULL
);
INSERT INTO journal_heads (id, size, chain) VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

CREATE TABLE sessions (
    id text PRIMARY KEY,
    person_id text NOT NULL, method text NOT NULL, created text NOT NULL, seen text NOT NULL, expires text NOT NULL, data bytea
);
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_expires ON sessions (expires);

CREATE TABLE tokens (
    id text PRIMARY KEY,
    person_id text NOT NULL, name text NOT NULL, hash text NOT NULL, scopes text NOT NULL, created text NOT NULL,
    expires text NOT NULL, last_used text NOT NULL, revoked text NOT NULL
);
CREATE UNIQUE INDEX tokens_hash ON tokens (hash);
CREATE INDEX tokens_person ON tokens (person_id);

CREATE TABLE failures (
    key text PRIMARY KEY,
    count bigint NOT NULL, first text NOT NULL, last text NOT NULL
);

-- +goose Down
DROP TABLE failures;
DROP TABLE tokens;
DROP TABLE sessions;
DROP TABLE journal_heads;
DROP TABLE journal_hashes;
DROP TABLE journal_entries;
DROP TABLE restores;
DROP TABLE idempotencies;
DROP TABLE jobs;
DROP TABLE rule_sets;
DROP TABLE notices;
DROP TABLE draws;
DROP TABLE cards;
DROP TABLE awards;
DROP TABLE rectifications;
DROP TABLE disputes;
DROP TABLE conclusions;
DROP TABLE results;
DROP TABLE findings;
DROP TABLE assignments;
DROP TABLE cases;
DROP TABLE batches;
DROP TABLE grants;
DROP TABLE people;
DROP TABLE attachments;
DROP TABLE revisions;
DROP TABLE stations;
