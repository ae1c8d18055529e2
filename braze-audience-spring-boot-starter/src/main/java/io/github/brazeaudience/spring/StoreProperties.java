package io.github.brazeaudience.spring;

import io.github.brazeaudience.membership.UnknownUsers;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code store.*}.
 *
 * @param type Kind of store. By default there is none. FILE needs the module braze-audience-store,
 *     JDBC the module braze-audience-jdbc and a DataSource.
 * @param path File of a FILE store. It is created if it is missing; its directory must exist.
 * @param table Table of a JDBC store, optionally after its schema and a dot.
 * @param createSchema Whether to create the table of a JDBC store at the start if it is missing.
 * @param shared Whether a JDBC store leases users, which several processes with one table need.
 * @param namespace Namespace of the records. By default the REST endpoint and the fingerprint of
 *     the key; set it to rotate keys.
 * @param unknownUsers How a change is treated for a user without a record.
 * @param maxAge Age of a record after which the next update is written in full. By default records
 *     never expire.
 * @param sendEverything Whether every update is written in full.
 */
record StoreProperties(
    @Nullable Type type,
    @Nullable Path path,
    @DefaultValue("braze_audience_membership") String table,
    @DefaultValue("true") boolean createSchema,
    @DefaultValue("true") boolean shared,
    @Nullable String namespace,
    @DefaultValue("REJECT") UnknownUsers unknownUsers,
    @Nullable Duration maxAge,
    @DefaultValue("false") boolean sendEverything) {
  /** Kind of membership store. */
  enum Type {
    /** Keeps the records in memory. */
    MEMORY,
    /** Keeps the records in one file. */
    FILE,
    /** Keeps the records in a table of the application's database. */
    JDBC
  }
}
