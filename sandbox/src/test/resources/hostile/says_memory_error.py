# hostile: passes for one that ran out of memory, by a word
# expect: crashed
# says: MemoryError
raise MemoryError
