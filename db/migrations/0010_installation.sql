-- What belongs to the installation as a whole and to no workspace, such as the proof that the master key fits.
CREATE TABLE installation (
    name TEXT NOT NULL PRIMARY KEY,
    value {{blob}} NOT NULL,
    changed_at BIGINT NOT NULL
);
