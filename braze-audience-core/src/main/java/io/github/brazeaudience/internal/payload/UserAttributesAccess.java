package io.github.brazeaudience.internal.payload;

import io.github.brazeaudience.payload.UserAttributes;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Access to the parts of {@link UserAttributes} that are not public API. {@link UserAttributes}
 * installs the instance when it is initialized.
 */
public abstract class UserAttributesAccess {
  private static final AtomicReference<UserAttributesAccess> INSTANCE = new AtomicReference<>();

  public static void install(UserAttributesAccess access) {
    INSTANCE.set(access);
  }

  /**
   * Returns the instance. Call this only after an instance of {@link UserAttributes} was created.
   */
  public static UserAttributesAccess get() {
    return Objects.requireNonNull(INSTANCE.get(), "UserAttributes is not initialized");
  }

  public abstract AttributesContent content(UserAttributes attributes);

  public abstract UserAttributes withContent(UserAttributes user, AttributesContent content);
}
