package io.github.brazeaudience.payload;

import java.util.Map;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What is written of an audience, made once for all users that are in it or were. Immutable.
 *
 * @param id its id
 * @param text the id as the array attribute has it
 * @param quoted the id as the string attribute has it
 * @param alone the string attribute of who is in no other audience
 * @param nameChars how long the name of its attribute is, 0 in modes without attributes per segment
 * @param entered its attribute for a member, null in modes without attributes per segment
 * @param left the same for one who left
 * @param sound whether no rule has anything against it, whatever other audiences it stands with
 */
record WrittenAudience(
    Long id,
    String text,
    ByteString quoted,
    String alone,
    int nameChars,
    Map.@Nullable Entry<String, SegmentFlag> entered,
    Map.@Nullable Entry<String, SegmentFlag> left,
    boolean sound) {

  static WrittenAudience of(long id, @Nullable String attributeName, boolean sound) {
    return new WrittenAudience(
        id,
        Long.toString(id),
        ByteString.encodeUtf8("'" + id + "'"),
        "'" + id + "'",
        attributeName == null ? 0 : attributeName.length(),
        attributeName == null ? null : Map.entry(attributeName, new SegmentFlag(id, true)),
        attributeName == null ? null : Map.entry(attributeName, new SegmentFlag(id, false)),
        sound);
  }
}
