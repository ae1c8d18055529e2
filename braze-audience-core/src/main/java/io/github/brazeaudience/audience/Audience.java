package io.github.brazeaudience.audience;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An audience: its immutable id, and its External Name where a mode writes names. Whether id and
 * name can be written is judged when the update is forwarded, as the outcome {@code
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
   * An audience without a name, for the modes that write ids only.
   *
   * @param id the audience id, positive
   * @return the audience
   */
  public static Audience of(long id) {
    return new Audience(id, null);
  }

  /**
   * An audience with its External Name.
   *
   * @param id the audience id, positive
   * @param externalName the name that stands behind {@code In }
   * @return the audience
   */
  public static Audience of(long id, String externalName) {
    return new Audience(id, Objects.requireNonNull(externalName, "externalName"));
  }

  /** {@return the audience id} */
  public long id() {
    return id;
  }

  /**
   * The External Name.
   *
   * @return the name, if one was given
   */
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
