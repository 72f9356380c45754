"""绩环 Jihuan: the closed loop of budget performance management (预算绩效管理闭环)."""
