package io.github.brazeaudience.receiver.database;

import io.github.brazeaudience.options.UsageException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Location of the outbox: a file of H2, or a database of PostgreSQL.
 *
 * @param url the JDBC URL, without a password
 * @param user the user, null if the URL names one or the driver has a default
 * @param password the password, null if there is none
 * @param place the database as messages call it
 */
public record DatabaseSettings(
    String url, @Nullable String user, @Nullable String password, String place) {
  private static final String H2 = "jdbc:h2:";
  private static final String POSTGRESQL = "jdbc:postgresql:";

  /**
   * The file is closed by the receiver and not by H2 when the process ends, and H2 writes no file
   * with failed statements, whose values are personal data. H2 overwrites the space of replaced
   * data after 5 s instead of 45 s, because a commit of each message would let the file grow much.
   * It may do so once the data that replaces it is on the disk, to which {@link
   * OutboxMessages#force} forces it every second.
   */
  private static final String H2_OPTIONS =
      ";DB_CLOSE_ON_EXIT=FALSE;RETENTION_TIME=5000;TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0";

  private static final Pattern PASSWORD = Pattern.compile("(?i)[?&;]password=");

  /**
   * Parses the value of {@code --database}.
   *
   * @param database a file name, or a JDBC URL of PostgreSQL
   */
  public static DatabaseSettings parse(
      String database, @Nullable String user, @Nullable String password) throws UsageException {
    if (PASSWORD.matcher(database).find()) {
      throw new UsageException(
          "--database must not contain a password; put it into an environment variable and name that with"
              + " --database-password-env");
    }
    if (database.startsWith(POSTGRESQL)) {
      String place = database.replaceFirst("\\?.*", "");
      return new DatabaseSettings(database, user, password, place);
    }
    if (database.startsWith("jdbc:") && !database.startsWith(H2)) {
      throw new UsageException(
          "--database takes the name of a file, or a URL that begins with jdbc:postgresql:");
    }
    return ofFile(database.replaceFirst("^jdbc:h2:(file:)?", ""), user, password);
  }

  private static DatabaseSettings ofFile(
      String file, @Nullable String user, @Nullable String password) throws UsageException {
    if (file.isBlank() || file.contains(";")) {
      throw new UsageException(
          "--database must be the name of a file without a semicolon, or a URL of PostgreSQL");
    }
    String path = Path.of(file.replaceFirst("\\.mv\\.db$", "")).toAbsolutePath().toString();
    return new DatabaseSettings(
        H2 + WaitingFilePath.SCHEME + ":" + path + H2_OPTIONS,
        user == null ? "sa" : user,
        password == null ? "" : password,
        path + ".mv.db");
  }

  /**
   * Prepares the disk of the file for opening the database. A database of PostgreSQL gets one that
   * never fails.
   */
  public Disk openDisk() {
    WaitingFilePath.register();
    return Disk.open(place);
  }

  /** True if the database is a file that one process uses. */
  public boolean isFile() {
    return url.startsWith(H2);
  }

  @Override
  public String toString() {
    return "DatabaseSettings[" + place + "]";
  }
}
