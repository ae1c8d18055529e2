package io.github.brazeaudience.options;

import java.util.Map;
import java.util.regex.Pattern;

/** Reads secrets from environment variables. No message contains a value. */
public final class EnvironmentVariables {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private EnvironmentVariables() {}

  /**
   * Reads a variable that must be set.
   *
   * @param name the name that was given to the option
   * @param option the option, for messages
   * @param content what the variable must contain, for messages
   */
  public static String read(
      Map<String, String> environment, String name, String option, String content)
      throws UsageException {
    if (!NAME.matcher(name).matches()) {
      // The value may be the secret itself, so the message does not repeat it.
      throw new UsageException(
          option
              + " takes the name of an environment variable, not its value; write "
              + ConnectionOptions.DEFAULT_KEY_VARIABLE
              + ", for example");
    }
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw new UsageException(
          "the environment variable \"%s\" %s; export it with %s"
              .formatted(name, value == null ? "is not set" : "is empty", content));
    }
    return value;
  }
}
