package io.github.brazeaudience.cli;

import io.github.brazeaudience.testing.AttributeDefinition;
import io.github.brazeaudience.testing.AttributeType;
import io.github.brazeaudience.testing.BrazeProfile;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.FakeBrazeBuilder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** Workspaces for the command {@code check}, without and with defects. */
final class CheckedWorkspace {
  static final String KEY = "the-key-of-the-workspace";
  private static final Set<String> PERMISSIONS =
      Set.of("users.track", "users.export.ids", "custom_attributes.get");

  private CheckedWorkspace() {}

  /** A workspace without defects, whose attributes fill three pages. */
  static FakeBrazeBuilder healthy() {
    FakeBrazeBuilder builder =
        FakeBraze.builder()
            .restApiKey(KEY, PERMISSIONS)
            .attribute(AttributeDefinition.of("SegmentMembership", AttributeType.STRING))
            .attribute(array(AttributeType.ARRAY).withMaxArrayLength(100))
            .attribute(AttributeDefinition.of("In Aspiring Athenians", AttributeType.BOOLEAN))
            .attribute(AttributeDefinition.automatic("In Ibiza Dreamers", AttributeType.BOOLEAN))
            .profile(BrazeProfile.ofExternalId("u-1").withAttribute("SegmentMembership", "'1'"));
    for (int i = 0; i < 116; i++) {
      builder.attribute(
          AttributeDefinition.of(
              String.format(Locale.ROOT, "Favorite %03d", i), AttributeType.NUMBER));
    }
    return builder;
  }

  static AttributeDefinition array(AttributeType type) {
    return AttributeDefinition.of("SegmentMembershipArray", type);
  }

  static FakeBrazeBuilder without(FakeBrazeBuilder builder, String... permissions) {
    Set<String> left = new HashSet<>(PERMISSIONS);
    Arrays.asList(permissions).forEach(left::remove);
    return builder.restApiKey(KEY, left);
  }

  /** A defect of the workspace, and the only finding that it causes. */
  enum Defect {
    WRONG_KEY(it -> it.restApiKey("another-key"), "ERROR  KEY_REFUSED  "),
    NO_PERMISSION_TO_WRITE(it -> without(it, "users.track"), "ERROR  PERMISSION_MISSING  "),
    NO_PERMISSION_TO_READ_BACK(
        it -> without(it, "users.export.ids"), "ERROR  PERMISSION_MISSING  "),
    NO_PERMISSION_TO_LIST(it -> without(it, "custom_attributes.get"), "INFO  TYPES_NOT_CHECKED  "),
    STRING_BLOCKLISTED(
        it ->
            it.attribute(
                AttributeDefinition.of("SegmentMembership", AttributeType.STRING).blocklisted()),
        "ERROR  ATTRIBUTE_BLOCKLISTED  SegmentMembership: "),
    STRING_IS_NUMBER(
        it -> it.attribute(AttributeDefinition.of("SegmentMembership", AttributeType.NUMBER)),
        "ERROR  ATTRIBUTE_TYPE_MISMATCH  SegmentMembership: "),
    ARRAY_IS_STRING(
        it -> it.attribute(array(AttributeType.STRING)),
        "ERROR  ATTRIBUTE_TYPE_MISMATCH  SegmentMembershipArray: "),
    ARRAY_TOO_SHORT(
        it -> it.attribute(array(AttributeType.ARRAY).withMaxArrayLength(99)),
        "ERROR  ARRAY_LENGTH_TOO_SMALL  SegmentMembershipArray: "),
    BOOLEAN_IS_STRING(
        it ->
            it.attribute(AttributeDefinition.automatic("In Ibiza Dreamers", AttributeType.STRING)),
        "ERROR  ATTRIBUTE_TYPE_MISMATCH  In Ibiza Dreamers: "),
    BOOLEAN_BLOCKLISTED(
        it ->
            it.attribute(
                AttributeDefinition.of("In Aspiring Athenians", AttributeType.BOOLEAN)
                    .blocklisted()),
        "ERROR  ATTRIBUTE_BLOCKLISTED  In Aspiring Athenians: ");

    private final Consumer<FakeBrazeBuilder> preparation;
    private final String line;

    Defect(Consumer<FakeBrazeBuilder> preparation, String line) {
      this.preparation = preparation;
      this.line = line;
    }

    /** {@return how the line of the finding begins} */
    String line() {
      return line;
    }

    /** {@return the workspace with this defect} */
    FakeBraze start() {
      FakeBrazeBuilder builder = this == WRONG_KEY ? FakeBraze.builder() : healthy();
      preparation.accept(builder);
      return builder.start();
    }

    int exitCode() {
      return line.startsWith("ERROR") ? 1 : 0;
    }
  }
}
