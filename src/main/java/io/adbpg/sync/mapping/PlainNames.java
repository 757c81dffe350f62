package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.TableName;
import java.util.Map;

/** Names in statements that people read: quoted only if the server asks for it. */
record PlainNames(Database target) {
    String quote(String name) {
        return (String) target.run("SELECT quote_ident(:?name) AS name", Map.of("name", name))
                .get(0)
                .get("name");
    }

    String of(TableName table) {
        return quote(table.schema()) + "." + quote(table.table());
    }
}
