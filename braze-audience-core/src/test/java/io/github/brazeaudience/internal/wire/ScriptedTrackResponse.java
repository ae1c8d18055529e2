package io.github.brazeaudience.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;

/** Test response made of parts with a known meaning, which makes its classification known. */
record ScriptedTrackResponse(
    String json,
    boolean readable,
    boolean success,
    Set<Integer> named,
    boolean unattributed,
    int errorsWithoutObject) {

  private record Message(String json, boolean readable, boolean success) {}

  private enum Target {
    OBJECT_AT_INDEX,
    NO_OBJECT,
    ANY_OBJECT
  }

  private record Form(String json, Target target) {}

  private static final List<Message> MESSAGES =
      List.of(
          new Message("\"message\":\"success\",", true, true),
          new Message("\"message\":\"queued\",", true, true),
          new Message("\"mess\\u0061ge\":\"su\\u0063cess\",", true, true),
          new Message(
              "\"more\":[{\"errors\":[{\"index\":0}]}],\"message\":\"queued\",", true, true),
          new Message("\"message\":\"Success\",", true, false),
          new Message("\"message\":\"\",", true, false),
          new Message("\"Message\":\"success\",", true, false),
          new Message("", true, false),
          new Message("\"message\":[\"success\"],", true, false),
          new Message("\"message\":true,", true, false),
          new Message("\"message\":\"success\",\"message\":\"queued\",", false, false));

  private static final List<Form> FORMS =
      List.of(
          new Form("{\"type\":\"t\",\"index\":#}", Target.OBJECT_AT_INDEX),
          new Form("{\"index\":#}", Target.OBJECT_AT_INDEX),
          new Form(
              "{\"index\":#,\"input_array\":\"attributes\",\"type\":\"t\"}",
              Target.OBJECT_AT_INDEX),
          new Form("{\"type\":{\"a\":[1]},\"index\":#}", Target.OBJECT_AT_INDEX),
          new Form("{\"type\":\"t\",\"input_array\":\"events\",\"index\":#}", Target.NO_OBJECT),
          new Form("{\"input_array\":\"purchases\"}", Target.NO_OBJECT),
          new Form("{\"input_array\":\"users\",\"index\":#}", Target.ANY_OBJECT),
          new Form("{\"input_array\":7,\"index\":#}", Target.ANY_OBJECT),
          new Form("{\"index\":\"#\"}", Target.ANY_OBJECT),
          new Form("{\"index\":#.5}", Target.ANY_OBJECT),
          new Form("{\"index\":#.0}", Target.ANY_OBJECT),
          new Form("{\"index\":1e#}", Target.ANY_OBJECT),
          new Form("{\"index\":4294967296#}", Target.ANY_OBJECT),
          new Form("{\"index\":-1#}", Target.ANY_OBJECT),
          new Form("{\"index\":null}", Target.ANY_OBJECT),
          new Form("{\"index\":[#]}", Target.ANY_OBJECT),
          new Form("{\"type\":\"t\"}", Target.ANY_OBJECT),
          new Form("{\"index\":#,\"index\":0}", Target.ANY_OBJECT),
          new Form("{}", Target.ANY_OBJECT),
          new Form("\"the object at # is wrong\"", Target.ANY_OBJECT),
          new Form("#", Target.ANY_OBJECT),
          new Form("null", Target.ANY_OBJECT),
          new Form("[{\"index\":#}]", Target.ANY_OBJECT));

  static ScriptedTrackResponse of(byte[] script, int objects) {
    Message message = MESSAGES.get(choice(script, 0, MESSAGES.size()));
    StringJoiner errors = new StringJoiner(",", "{" + message.json() + "\"errors\":[", "]}");
    Set<Integer> named = new TreeSet<>();
    int withoutObject = 0;
    boolean unattributed = false;
    for (int at = 1; at + 1 < script.length; at += 2) {
      Form form = FORMS.get(choice(script, at, FORMS.size()));
      int index = choice(script, at + 1, 256);
      errors.add(form.json().replace("#", Integer.toString(index)));
      if (form.target() == Target.OBJECT_AT_INDEX && index < objects) {
        named.add(index);
      } else {
        withoutObject++;
        unattributed |= form.target() != Target.NO_OBJECT;
      }
    }
    return new ScriptedTrackResponse(
        errors.toString(),
        message.readable(),
        message.success(),
        named,
        unattributed,
        withoutObject);
  }

  byte[] body() {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  private static int choice(byte[] script, int at, int choices) {
    return at < script.length ? Byte.toUnsignedInt(script[at]) % choices : 0;
  }
}
