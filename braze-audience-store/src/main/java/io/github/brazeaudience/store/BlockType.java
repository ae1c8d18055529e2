package io.github.brazeaudience.store;

import java.nio.ByteBuffer;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** MVStore data type of a {@link Block}. */
final class BlockType extends BasicDataType<Block> {
  @Override
  public int getMemory(Block block) {
    return block.length();
  }

  @Override
  public void write(WriteBuffer out, Block block) {
    block.write(out);
  }

  @Override
  public Block read(ByteBuffer in) {
    return Block.read(in);
  }

  @Override
  public Block[] createStorage(int size) {
    return new Block[size];
  }
}
