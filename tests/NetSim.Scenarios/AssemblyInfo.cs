// The samples print, and what they print is captured: one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
