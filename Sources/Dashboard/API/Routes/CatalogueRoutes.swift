import Accounting
import Hummingbird
import JoulebookKit
import Reporting

extension APIRoutes {
  static let catalogue: [APIRoute] = [
    APIRoute(
      "/catalog", "listTables", "Tables of borrowed numbers.",
      forms: [.json("CatalogueTables"), .text]
    ) { request in request.written(try await request.ask { try $0.catalogueTables() }) },
    APIRoute(
      "/catalog/search", "searchCatalogue", "Rows by words of their names; slips are forgiven.",
      [
        APIParameter("words", .text(most: 200), "Words that the row has.", example: "a100 pcie")
          .required,
        APIParameter("table", .text(most: 100), "Only this table."),
        APIParameter("limit", .whole(1...1000), "Rows at most; else 20."),
      ],
      forms: [.json("CatalogueHits"), .text], refusals: [.meaning]
    ) { request in
      let (words, table) = (request.part("words"), request.text("table"))
      let limit = request.whole("limit") ?? 20
      return request.written(
        try await request.ask {
          try $0.catalogueSearch(words, table: table, limit: limit)
        })
    },
    APIRoute(
      "/catalog/sources", "listSources", "Every source, its licence and what that asks for.",
      forms: [.json("CatalogueSources"), .text]
    ) { request in request.written(try await request.ask { try $0.catalogueSources() }) },
    APIRoute(
      "/catalog/changes/{version}", "listChanges", "What differs from an earlier version.",
      [
        APIParameter(
          "version", .text(most: 20), "An earlier version of the catalogue.", example: "2026.11"
        ).inPath
      ],
      forms: [.json("CatalogueChanges"), .text], refusals: [.missing, .meaning]
    ) { request in
      let version = request.part("version")
      // The command line takes a file here too. No address of the server does.
      guard version.wholeMatch(of: #/[0-9]{4}\.[0-9]{1,2}/#) != nil else {
        throw Refusal(
          .notFound,
          Problem(
            "There is no catalogue `\(version.printable)`.", why: "A version is written 2026.11.",
            fix: "Look at /api/v1/version for the newest.", exit: .usage))
      }
      return request.written(
        try await request.askNamed { try $0.catalogueChanges(version, isWhole: true) })
    },
    APIRoute(
      "/catalog/tables/{table}", "showTable", "What a table's columns mean, and its keys.",
      [table], forms: [.json("CatalogueColumns"), .text], refusals: [.missing, .meaning]
    ) { request in
      let table = request.part("table")
      return request.written(try await request.askNamed { try $0.catalogueColumns(table) })
    },
    APIRoute(
      "/catalog/tables/{table}/rows", "listRows", "The rows of a table as they stand.",
      [table], forms: [.json("CatalogueRows"), .csv], refusals: [.missing, .meaning]
    ) { request in
      let table = request.part("table")
      return request.written(try await request.askNamed { try $0.catalogueExport(table) })
    },
    APIRoute(
      "/catalog/tables/{table}/rows/{key}", "showRow",
      "A row: value, unit, range, year, sources, rivals and notes.",
      [
        table,
        APIParameter(
          "key", .text(most: 200), "The row's key, or a natural name. A slash is written %2F.",
          example: "h100"
        ).inPath, .catalog,
      ],
      forms: [.json("CatalogueRow"), .text], refusals: [.missing, .meaning]
    ) { request in
      let (table, key) = (request.part("table"), request.part("key"))
      let version = request.text("catalog")
      return request.written(
        try await request.askNamed { try $0.catalogueEntry(table, key, version: version) })
    },
  ]

  private static let table = APIParameter(
    "table", .text(most: 100), "A table's name.", example: "accelerators"
  ).inPath
}
