package io.github.brazeaudience.spring;

import io.github.brazeaudience.jdbc.JdbcMembershipStore;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.store.FileMembershipStore;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** Opens the membership store that the properties {@code store.*} describe. */
final class MembershipStores {
  private MembershipStores() {}

  /**
   * Returns the store.
   *
   * @throws InvalidSettingException if a property is not valid, or if the module or the data source
   *     is missing
   */
  static MembershipStore open(StoreProperties store, ObjectProvider<DataSource> dataSources) {
    StoreProperties.Type type = store.type();
    if (type == null) {
      throw InvalidSettingException.missing("store.type", "Set it to memory, file or jdbc.");
    }
    return switch (type) {
      case MEMORY -> InMemoryMembershipStore.create();
      case FILE -> {
        Modules.require("store.type", type, Modules.STORE);
        yield InFile.open(store.path());
      }
      case JDBC -> {
        Modules.require("store.type", type, Modules.JDBC);
        yield InDatabase.of(store, Modules.dataSource("store.type", type, dataSources));
      }
    };
  }

  /** Loaded only if the module is on the class path. */
  private static final class InFile {
    static MembershipStore open(@Nullable Path path) {
      if (path == null) {
        throw InvalidSettingException.missing(
            "store.path", "Set it to a file on a local disk; it is created if it is missing.");
      }
      try {
        return FileMembershipStore.open(path);
      } catch (IllegalArgumentException e) {
        throw InvalidSettingException.invalid("store.path", path, e);
      }
    }
  }

  /** Loaded only if the module is on the class path. */
  private static final class InDatabase {
    static MembershipStore of(StoreProperties store, DataSource dataSource) {
      var builder = JdbcMembershipStore.builder(dataSource).shared(store.shared());
      Settings.apply("store.table", store.table(), builder::table);
      return builder.build();
    }
  }
}
