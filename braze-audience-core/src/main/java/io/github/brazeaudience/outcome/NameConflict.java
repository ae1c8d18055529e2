package io.github.brazeaudience.outcome;

/**
 * Conflict of a renaming: another audience owns the new name on at least one known profile.
 *
 * @param audienceId the audience to rename
 * @param ownerId an audience that owns the attribute
 * @param attributeName the name of the attribute
 */
public record NameConflict(long audienceId, long ownerId, String attributeName) {

  /** {@return what happened and what to do, as in the outcomes of the refused renaming} */
  public String message() {
    return ("audience %s cannot be renamed: \"%s\" belongs to audience %s on at least one profile, so nothing was"
            + " written; retire audience %s if it is gone; to swap two names, rename one to a free name first")
        .formatted(audienceId, attributeName, ownerId, ownerId);
  }
}
