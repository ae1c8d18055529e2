package io.github.brazeaudience.spring;

import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.ClassUtils;

/** Optional modules on the class path, and the data source that some of them need. */
enum Modules {
  /** The module with the membership store in a file. */
  STORE("braze-audience-store", "io.github.brazeaudience.store.FileMembershipStore"),
  /** The module with the membership store and the outbox in a database. */
  JDBC("braze-audience-jdbc", "io.github.brazeaudience.jdbc.JdbcMembershipStore");

  private final String artifact;
  private final String type;

  Modules(String artifact, String type) {
    this.artifact = artifact;
    this.type = type;
  }

  /**
   * Checks that a module is on the class path.
   *
   * @param name the property that needs it, after the prefix
   * @param value the value of the property
   * @throws InvalidSettingException if the module is missing
   */
  static void require(String name, Object value, Modules module) {
    if (!ClassUtils.isPresent(module.type, ClassUtils.getDefaultClassLoader())) {
      throw needs(
          name,
          value,
          "the module '" + module.artifact + "', which is not on the class path",
          "Add the dependency 'io.github.brazeaudience:" + module.artifact + "'.");
    }
  }

  /**
   * Returns the application's data source.
   *
   * @param name the property that needs it, after the prefix
   * @param value the value of the property
   * @throws InvalidSettingException if there is none, or several without a primary one
   */
  static DataSource dataSource(String name, Object value, ObjectProvider<DataSource> sources) {
    DataSource source = sources.getIfUnique();
    if (source == null) {
      boolean none = sources.stream().findAny().isEmpty();
      throw needs(
          name,
          value,
          "a DataSource, but there " + (none ? "is none" : "are several, and none is primary"),
          none
              ? "Set 'spring.datasource.url', or declare a bean of the type DataSource."
              : "Mark one DataSource as primary, or declare your own bean for the store or the outbox.");
    }
    return source;
  }

  private static InvalidSettingException needs(
      String name, Object value, String what, String action) {
    String property = BrazeAudienceProperties.PREFIX + "." + name;
    return new InvalidSettingException(
        property,
        "The property '%s' has the value '%s', which needs %s.".formatted(property, value, what),
        action,
        null);
  }
}
