package io.github.brazeaudience.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Data source whose connections cannot be opened, or fail when they commit. Thread-safe. */
final class FailingSource {
  private final DataSource source;
  private volatile boolean down;
  private volatile boolean losesNextCommit;

  FailingSource(DataSource source) {
    this.source = source;
  }

  void down(boolean isDown) {
    down = isDown;
  }

  /** The next commit is done, but the connection breaks before its response. */
  void loseNextCommit() {
    losesNextCommit = true;
  }

  boolean hasLostACommit() {
    return !losesNextCommit;
  }

  DataSource dataSource() {
    return (DataSource)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              if (down) {
                throw new SQLException("connection refused", "08001");
              }
              return connection(source.getConnection());
            });
  }

  private Connection connection(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (down && !method.getName().equals("close")) {
                throw new SQLException("connection closed", "08006");
              }
              try {
                Object result = method.invoke(connection, arguments);
                if (losesNextCommit && method.getName().equals("commit")) {
                  losesNextCommit = false;
                  throw new SQLException("connection closed", "08006");
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
