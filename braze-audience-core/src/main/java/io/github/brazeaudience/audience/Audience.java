package io.github.brazeaudience.audience;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An audience: its immutable id, and its External Name for modes that write names. The id and the
 * name are checked when an update is forwarded; an invalid one yields {@code
 * Rejected(INVALID_AUDIENCE)}. Immutable.
 */
public final class Audience {
  private final long id;
  private final @Nullable String externalName;

  private Audience(long id, @Nullable String externalName) {
    this.id = id;
    this.externalName = externalName;
  }

  /**
   * Returns an audience without a name, for modes that write only ids.
   *
   * @param id the audience id, positive
   */
  public static Audience of(long id) {
    return new Audience(id, null);
  }

  /**
   * Returns an audience with its External Name.
   *
   * @param id the audience id, positive
   * @param externalName the name that follows {@code In } in the attribute name
   */
  public static Audience of(long id, String externalName) {
    return new Audience(id, Objects.requireNonNull(externalName, "externalName"));
  }

  /** {@return the audience id} */
  public long id() {
    return id;
  }

  /** {@return the External Name, if one was given} */
  public Optional<String> externalName() {
    return Optional.ofNullable(externalName);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Audience that
        && id == that.id
        && Objects.equals(externalName, that.externalName);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(id);
  }

  @Override
  public String toString() {
    return "Audience[" + id + "]";
  }
}
