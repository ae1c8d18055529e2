package io.github.brazeaudience.receiver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/** Firehose messages for tests. */
final class Messages {
  private Messages() {}

  static String sample(String name) {
    try (InputStream in =
        Objects.requireNonNull(Messages.class.getResourceAsStream("/mparticle/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A profile of a user who moves once. */
  static String profile(String user, String action, long audience) {
    return String.format(
        Locale.ROOT,
        "{\"user_identities\":[{\"type\":\"customer\",\"encoding\":\"raw\",\"value\":\"%s\"}],\"audiences\":[{\"audience_id\":%d,\"audience_name\":\"A%d\",\"action\":\"%s\"}]}",
        user,
        audience,
        audience,
        action);
  }

  /** A message with a new id. */
  static String change(String... profiles) {
    return String.format(
        Locale.ROOT,
        "{\"type\":\"audience_membership_change_request\",\"id\":\"%s\",\"user_profiles\":[%s]}",
        UUID.randomUUID(),
        Arrays.stream(profiles).collect(Collectors.joining(",")));
  }

  /** The message of mParticle when an audience is connected, changed or disconnected. */
  static String subscription(String action, long audience, String name) {
    return String.format(
        Locale.ROOT,
        "{\"type\":\"audience_subscription_request\",\"id\":\"%s\",\"audience_id\":%d,\"audience_name\":\"%s\",\"action\":\"%s\"}",
        UUID.randomUUID(),
        audience,
        name,
        action);
  }

  static String add(String user, long audience) {
    return change(profile(user, "add", audience));
  }

  static String delete(String user, long audience) {
    return change(profile(user, "delete", audience));
  }
}
