/** Spring Boot auto-configuration of a forwarder and a queue. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings({
  "requires-automatic",
  "requires-transitive-automatic"
}) // Spring has no module-info.
module io.github.brazeaudience.spring {
  requires transitive io.github.brazeaudience.core;
  requires io.github.brazeaudience.okhttp;
  requires static transitive io.github.brazeaudience.jdbc;
  requires static io.github.brazeaudience.micrometer;
  requires static io.github.brazeaudience.store;
  requires static io.github.brazeaudience.testing;
  requires static com.fasterxml.jackson.annotation; // of Spring Boot's health
  requires static java.sql;
  requires static transitive org.jspecify;
  requires transitive spring.boot.autoconfigure;
  requires spring.beans;
  requires spring.boot;
  requires static spring.boot.actuator;
  requires static spring.boot.actuator.autoconfigure;
  requires static spring.boot.health;
  requires transitive spring.context;
  requires spring.core;
  requires static transitive spring.jdbc;
  requires static transitive spring.tx;

  exports io.github.brazeaudience.spring;
  exports io.github.brazeaudience.spring.testing;

  // Spring creates the beans and binds the properties by reflection.
  opens io.github.brazeaudience.spring to
      spring.beans,
      spring.boot,
      spring.context,
      spring.core;
  opens io.github.brazeaudience.spring.testing to
      spring.beans,
      spring.context,
      spring.core;
}
