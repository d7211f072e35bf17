#!/bin/bash
# What the scripts count on, whatever the defaults of a system are.
ip tcp_metrics flush all > /dev/null 2>&1
sysctl -q net.ipv4.tcp_rmem="4096 540000 $((15*1024*1024))"
sysctl -q net.ipv4.tcp_wmem="4096 $((256*1024)) 4194304"
sysctl -q net.core.rmem_max=$((20*1024*1024))
sysctl -q net.ipv4.tcp_timestamps=1
sysctl -q net.ipv4.tcp_syn_retries=5
sysctl -q net.ipv4.tcp_synack_retries=5
sysctl -q net.ipv4.tcp_congestion_control=cubic
sysctl -q net.ipv4.tcp_slow_start_after_idle=0
sysctl -q net.ipv4.tcp_adv_win_scale=1
sysctl -q net.ipv4.tcp_ecn=0
sysctl -q net.ipv4.tcp_sack=1
sysctl -q net.ipv4.tcp_fack=0
sysctl -q net.ipv4.tcp_early_retrans=3
sysctl -q net.ipv4.tcp_recovery=1
sysctl -q net.ipv4.tcp_frto=2
sysctl -q net.ipv4.tcp_moderate_rcvbuf=1
sysctl -q net.ipv4.tcp_notsent_lowat=4294967295 > /dev/null 2>&1
sysctl -q net.ipv4.tcp_pacing_ss_ratio=200
sysctl -q net.ipv4.tcp_min_tso_segs=2 2>/dev/null
sysctl -q net.ipv4.tcp_window_scaling=1
sysctl -q net.ipv4.tcp_fastopen=0x70403
sysctl -q net.ipv4.tcp_fastopen_key=a1a1a1a1-b2b2b2b2-c3c3c3c3-d4d4d4d4
sysctl -q net.ipv4.tcp_syncookies=1
sysctl -q net.ipv4.tcp_no_metrics_save=1
echo 3 > /proc/sys/net/ipv4/tcp_early_retrans
if [ -f /proc/sys/net/ipv4/tcp_invalid_ratelimit ]; then
  sysctl -q net.ipv4.tcp_invalid_ratelimit=0
fi
# Nothing is paced.
tc qdisc add dev tun0 root pfifo
tc qdisc add dev tun0 root fq 2>/dev/null || true
RC=$?
exit 0
