package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Connection pool that checks that each connection returns with the auto-commit mode, isolation and
 * query timeout that it had, and without a change that is not committed. Thread-safe.
 */
final class CheckingPool implements DataSource, AutoCloseable {
  private final DataSource source;
  private final boolean autoCommit;
  private final int isolation;
  private final Queue<Connection> idle = new ConcurrentLinkedQueue<>();
  private final AtomicInteger taken = new AtomicInteger();
  private volatile AssertionError violation;

  CheckingPool(DataSource source) {
    this(source, true, Connection.TRANSACTION_READ_COMMITTED);
  }

  CheckingPool(DataSource source, boolean autoCommit, int isolation) {
    this.source = source;
    this.autoCommit = autoCommit;
    this.isolation = isolation;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = idle.poll();
    if (connection == null) {
      connection = source.getConnection();
      connection.setTransactionIsolation(isolation);
      connection.setAutoCommit(autoCommit);
    }
    taken.incrementAndGet();
    return proxy(connection);
  }

  /** Returns the number of connections that are not returned yet. */
  int taken() {
    if (violation != null) {
      throw violation;
    }
    return taken.get();
  }

  private Connection proxy(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                giveBack(connection);
                return null;
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void giveBack(Connection connection) throws SQLException {
    taken.decrementAndGet();
    if (!connection.isValid(5)) {
      connection.close();
      return;
    }
    try (var statement = connection.createStatement()) {
      assertThat(connection.getAutoCommit()).as("auto-commit").isEqualTo(autoCommit);
      assertThat(connection.getTransactionIsolation()).as("isolation").isEqualTo(isolation);
      assertThat(statement.getQueryTimeout()).as("query timeout").isZero();
    } catch (AssertionError e) {
      violation = e;
      throw e;
    }
    if (!autoCommit) {
      connection.rollback();
    }
    idle.add(connection);
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
      connection.close();
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
