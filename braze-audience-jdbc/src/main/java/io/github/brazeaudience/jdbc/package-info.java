/**
 * A {@link io.github.brazeaudience.membership.MembershipStore} in a PostgreSQL or H2 database, for
 * services that have a database and no disk that survives a restart, and a transactional outbox,
 * for services whose updates belong to changes of their own data.
 *
 * <pre>{@code
 * var database = new org.h2.jdbcx.JdbcDataSource();
 * database.setURL("jdbc:h2:mem:memberships;DB_CLOSE_DELAY=-1");
 * var snapshot = MembershipSnapshot.of(UserProfile.ofCustomerId("p-3"), Audience.of(11034));
 * try (var store = JdbcMembershipStore.of(database);
 *     var own =
 *         AudienceForwarder.builder(config, OkHttpBrazeTransport.create())
 *             .membership(store)
 *             .build()) {
 *   store.createSchema();
 *   own.forward(List.of(snapshot)).accepted(); // -> 1
 *   own.forward(List.of(snapshot)).unchanged(); // -> 1
 * }
 * }</pre>
 *
 * <pre>{@code
 * var database = new org.h2.jdbcx.JdbcDataSource();
 * database.setURL("jdbc:h2:mem:purchases;DB_CLOSE_DELAY=-1");
 * var outbox = JdbcOutbox.of(database);
 * outbox.createSchema();
 * try (var connection = database.getConnection()) {
 *   connection.setAutoCommit(false);
 *   var update = MembershipSnapshot.of(UserProfile.ofCustomerId("p-4"), Audience.of(11034));
 *   outbox.addOnce(connection, "message-1", List.of(update)); // -> true
 *   connection.commit();
 * }
 * outbox.status().backlog(); // -> 1
 * }</pre>
 *
 * @see io.github.brazeaudience.jdbc.JdbcMembershipStore
 * @see io.github.brazeaudience.jdbc.JdbcOutbox
 */
@NullMarked
package io.github.brazeaudience.jdbc;

import org.jspecify.annotations.NullMarked;
