import GRDB

/// The layout of an evaluation store, and what a file says about its own.
///
/// `docs/evaluation-store.md` explains it to readers of the file.
enum StoreSchema {
  /// What the header of every store says it is: the letters `PLTU`.
  static let applicationID: Int32 = 0x504C_5455
  /// The version of the layout that is written; raise it with every change of
  /// the tables, and bring older ones up to it in ``update(_:)``.
  static let version: Int32 = 2

  /// What a file turned out to be.
  enum Finding: Equatable {
    /// Nothing is in it yet.
    case empty
    /// A store, of this version of the layout.
    case store(version: Int32)
    /// A database of something else, which may name itself.
    case foreign(applicationID: Int32)
  }

  /// Looks at what a database is.
  static func finding(in database: Database) throws -> Finding {
    let application = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    let version = try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    if application == applicationID { return .store(version: version) }
    let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
    let isEmpty = application == 0 && version == 0 && tables == 0
    return isEmpty ? .empty : .foreign(applicationID: application)
  }

  /// Lays the tables out.
  static func create(in database: Database) throws {
    try database.execute(sql: sql)
    try database.execute(sql: proofs)
    try sign(database)
  }

  /// Adds what stores of an earlier version lack.
  static func update(_ database: Database, from version: Int32) throws {
    if version < 2 { try database.execute(sql: proofs) }
    try sign(database)
  }

  /// Writes the header's two numbers, and so proves that the file can be written.
  static func sign(_ database: Database) throws {
    try database.execute(sql: "PRAGMA application_id = \(applicationID)")
    try database.execute(sql: "PRAGMA user_version = \(version)")
  }

  // Words of Swift enumerations are not listed in checks: a new attack, loss or norm must not need
  // a new layout. NULL differs from NULL in a unique index, hence the ifnull.
  private static let sql = """
    CREATE TABLE attacks (
      id INTEGER PRIMARY KEY,
      model TEXT NOT NULL CHECK (length(model) = 64),
      data TEXT NOT NULL CHECK (length(data) = 64),
      attack TEXT NOT NULL CHECK (attack <> ''),
      parameters TEXT NOT NULL,
      norm TEXT NOT NULL CHECK (norm <> ''),
      epsilon REAL NOT NULL CHECK (epsilon >= 0),
      lower_bound REAL NOT NULL,
      upper_bound REAL NOT NULL CHECK (upper_bound >= lower_bound),
      gradient TEXT NOT NULL CHECK (gradient <> ''),
      softness REAL,
      passes TEXT,
      precision TEXT NOT NULL CHECK (precision <> ''),
      loss TEXT NOT NULL CHECK (loss <> ''),
      leaves_early INTEGER NOT NULL CHECK (leaves_early IN (0, 1)),
      seed TEXT NOT NULL CHECK (seed <> '' AND seed NOT GLOB '*[^0-9]*'),
      CHECK ((softness IS NULL) = (passes IS NULL))
    );
    CREATE UNIQUE INDEX attacks_by_setting ON attacks (
      model, data, attack, parameters, norm, epsilon, lower_bound, upper_bound, gradient,
      ifnull(softness, 0), ifnull(passes, ''), precision, loss, leaves_early, seed
    );
    CREATE TABLE outcomes (
      attack INTEGER NOT NULL REFERENCES attacks (id) ON DELETE CASCADE,
      example INTEGER NOT NULL CHECK (example >= 0),
      target INTEGER NOT NULL CHECK (target >= -1),
      is_success INTEGER NOT NULL CHECK (is_success IN (0, 1)),
      is_misclassified INTEGER NOT NULL CHECK (is_misclassified IN (0, 1)),
      is_unchanged INTEGER NOT NULL CHECK (is_unchanged IN (0, 1)),
      has_zero_gradient INTEGER NOT NULL CHECK (has_zero_gradient IN (0, 1)),
      is_precision_dependent INTEGER NOT NULL CHECK (is_precision_dependent IN (0, 1)),
      l_infinity REAL NOT NULL CHECK (l_infinity >= 0),
      l2 REAL NOT NULL CHECK (l2 >= 0),
      l1 REAL NOT NULL CHECK (l1 >= 0),
      l0 INTEGER NOT NULL CHECK (l0 >= 0),
      queries INTEGER NOT NULL CHECK (queries >= 0),
      iterations INTEGER NOT NULL CHECK (iterations >= 0),
      stop TEXT NOT NULL CHECK (stop <> ''),
      PRIMARY KEY (attack, example, target)
    ) WITHOUT ROWID;
    CREATE TABLE adversarial (
      attack INTEGER NOT NULL,
      example INTEGER NOT NULL,
      target INTEGER NOT NULL,
      input BLOB NOT NULL CHECK (typeof(input) = 'blob' AND length(input) % 4 = 0),
      PRIMARY KEY (attack, example, target),
      FOREIGN KEY (attack, example, target) REFERENCES outcomes ON DELETE CASCADE
    );
    CREATE VIEW robust_accuracy AS
      SELECT
        attacks.id AS attack_id, model, data, attacks.attack, parameters, norm, epsilon,
        lower_bound, upper_bound, gradient, softness, passes, precision, loss, leaves_early, seed,
        is_targeted, count(*) AS examples,
        avg(NOT is_misclassified) AS clean_accuracy,
        avg(NOT is_success AND NOT is_misclassified) AS robust_accuracy
      FROM attacks JOIN (
        SELECT
          attack, target >= 0 AS is_targeted, max(is_success) AS is_success,
          max(is_misclassified) AS is_misclassified
        FROM outcomes GROUP BY attack, is_targeted, example
      ) AS worst ON worst.attack = attacks.id
      GROUP BY attacks.id, is_targeted;
    """

  // Since version 2.
  private static let proofs = """
    CREATE TABLE proofs (
      model TEXT NOT NULL CHECK (length(model) = 64),
      data TEXT NOT NULL CHECK (length(data) = 64),
      method TEXT NOT NULL CHECK (method <> ''),
      parameters TEXT NOT NULL,
      norm TEXT NOT NULL CHECK (norm <> ''),
      epsilon REAL NOT NULL CHECK (epsilon >= 0),
      lower_bound REAL NOT NULL,
      upper_bound REAL NOT NULL CHECK (upper_bound >= lower_bound),
      example INTEGER NOT NULL CHECK (example >= 0),
      answer TEXT NOT NULL CHECK (answer <> ''),
      margin REAL,
      input BLOB CHECK (input IS NULL OR (typeof(input) = 'blob' AND length(input) % 4 = 0)),
      PRIMARY KEY (
        model, data, method, parameters, norm, epsilon, lower_bound, upper_bound, example)
    ) WITHOUT ROWID;
    """
}
