(* The law of a sequence grown along a forest: position m copies through pi from its parent (an
   earlier position), or is drawn from mu; and the joint law of two of its positions. *)
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Lemmascope Require Import information chain.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Section Defs.
Variables (R : realFieldType) (n : nat).
Let S := 'I_n.+1.
Variables (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1) (par : nat -> option nat).

(* P(s_m = x | s_0 .. s_{m-1}) *)
Definition next (s : seq S) (x : S) : R :=
  if par (size s) is Some k then pi (nth ord0 s k) x else mu 0 x.
(* E f(s_0 .. s_{m-1}) *)
Fixpoint E (m : nat) (f : seq S -> R) : R :=
  if m is m'.+1 then E m' (fun s => \sum_x next s x * f (rcons s x)) else f [::].
(* P(s_j = a, s_i = b) in a sequence of length T *)
Definition pair_law T j i : 'M[R]_n.+1 :=
  \matrix_(a, b) E T (fun s => (nth ord0 s j == a)%:R * (nth ord0 s i == b)%:R).
Definition forest := forall i k, par i = Some k -> (k < i)%N.

(* how j and i are joined: u steps up from i and d from j to their meeting point *)
Inductive joined : nat -> nat -> nat -> nat -> Prop :=
| J_refl i : joined i i 0 0
| J_up j i p u d : (j < i)%N -> par i = Some p -> joined j p u d -> joined j i u.+1 d
| J_down j i p u d : (i < j)%N -> par j = Some p -> joined p i u d -> joined j i u d.+1.
Inductive apart : nat -> nat -> Prop :=
| A_root_r j i : (j < i)%N -> par i = None -> apart j i
| A_root_l j i : (i < j)%N -> par j = None -> apart j i
| A_up j i p : (j < i)%N -> par i = Some p -> apart j p -> apart j i
| A_down j i p : (i < j)%N -> par j = Some p -> apart p i -> apart j i.
End Defs.

(* ---------- statements ---------- *)
(** theorem causal/PairLawAlongPaths
    says: In a sequence sampled along a forest, two positions joined by u steps up and d steps
      down have the path law of (u, d); positions of two trees are independent. Every pair is one
      or the other.
    leaves out: Positions are counted from 0; the forest is a parent function par with par i < i;
      the sequence law E is defined position by position (next, E).
    supports: causal/sampled-sequences-follow-their-law causal/parent-dominates
      causal/two-state-drive-is-a-power *)
Definition PairLawAlongPaths_statement : Prop :=
  forall (R : realFieldType) n (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1)
    (par : nat -> option nat) T j i,
  chain pi mu -> forest par -> (j < T)%N -> (i < T)%N ->
  (exists u d, joined par j i u d /\ pair_law pi mu par T j i = path_law pi mu u d)
  \/ (apart par j i /\ pair_law pi mu par T j i = indep mu).

(* ---------- proofs ---------- *)
Section Theory.
Variables (R : realFieldType) (n : nat).
Notation S := 'I_n.+1.
Variables (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1) (par : nat -> option nat).
Hypotheses (H : chain pi mu) (F : forest par).
Notation E := (E pi mu par).
Notation P := (pair_law pi mu par).

Lemma E_ext m f h : (forall s, size s = m -> f s = h s) -> E m f = E m h.
Proof.
elim: m f h => [|m IH] f h fh /=; first exact: fh.
by apply: IH => s sm; apply: eq_bigr => x _; rewrite fh // size_rcons sm.
Qed.
Lemma next_sum (s : seq S) : \sum_x next pi mu par s x = 1.
Proof. by have [[_ p1] _ _ m1] := H; rewrite /next; case: (par _) => [k|]. Qed.
Lemma next_ge0 (s : seq S) x : 0 <= next pi mu par s x.
Proof. by have [[p0 _] _ m0 _] := H; rewrite /next; case: (par _) => [k|] //; apply/ltW. Qed.
Lemma E_ge0 m f : (forall s, 0 <= f s) -> 0 <= E m f.
Proof.
elim: m f => [|m IH] f f0 //=; apply: IH => s.
by apply: sumr_ge0 => x _; rewrite mulr_ge0 ?next_ge0.
Qed.
Lemma E_sum m (I : finType) (f : I -> seq S -> R) :
  E m (fun s => \sum_i f i s) = \sum_i E m (f i).
Proof.
elim: m f => [|m IH] f //=; rewrite -IH; apply: E_ext => s _.
by rewrite exchange_big; apply: eq_bigr => x _; rewrite mulr_sumr.
Qed.
Lemma E_scale m c f : E m (fun s => f s * c) = E m f * c.
Proof.
elim: m f => [|m IH] f //=; rewrite -IH; apply: E_ext => s _.
by rewrite mulr_suml; apply: eq_bigr => x _; rewrite mulrA.
Qed.
(* coordinates that f does not read may be dropped *)
Lemma E_drop m T f : (m <= T)%N ->
  (forall s x, (m <= size s)%N -> f (rcons s x) = f s) -> E T f = E m f.
Proof.
move=> mT fm; rewrite -(subnKC mT); elim: (T - m)%N => [|k IH]; first by rewrite addn0.
rewrite addnS /= -IH; apply: E_ext => s sk.
under eq_bigr do rewrite fm ?sk ?leq_addr //.
by rewrite -mulr_suml next_sum mul1r.
Qed.

Definition at_ (j : nat) (a : S) (s : seq S) : R := (nth ord0 s j == a)%:R.
Lemma at_rcons j a s x : (j < size s)%N -> at_ j a (rcons s x) = at_ j a s.
Proof. by move=> js; rewrite /at_ nth_rcons js. Qed.
Lemma at_last j a s x : size s = j -> at_ j a (rcons s x) = (x == a)%:R.
Proof. by move=> sj; rewrite /at_ nth_rcons sj ltnn eqxx. Qed.
Lemma at_sum j s (h : S -> R) : \sum_e at_ j e s * h e = h (nth ord0 s j).
Proof.
rewrite (bigD1 (nth ord0 s j)) //= /at_ eqxx mul1r big1 ?addr0 // => e /negbTE.
by rewrite eq_sym => ->; rewrite mul0r.
Qed.
Lemma pair_lawE T j i a b : P T j i a b = E T (fun s => at_ j a s * at_ i b s).
Proof. by rewrite mxE. Qed.
Lemma pair_law_tr T j i : P T j i = (P T i j)^T.
Proof. by apply/matrixP=> a b; rewrite [RHS]mxE !pair_lawE; apply: E_ext => s _; rewrite mulrC. Qed.
Lemma pair_law_len m T j i : (j < m)%N -> (i < m)%N -> (m <= T)%N -> P T j i = P m j i.
Proof.
move=> jm im mT; apply/matrixP=> a b; rewrite !pair_lawE; apply: E_drop => // s x sm.
by rewrite !at_rcons ?(leq_trans jm) ?(leq_trans im).
Qed.

(* one step down the tree / a fresh root *)
Lemma pair_law_last j i a b : (j < i)%N ->
  P i.+1 j i a b = E i (fun s => at_ j a s * next pi mu par s b).
Proof.
move=> ji; rewrite pair_lawE /=; apply: E_ext => s si.
under eq_bigr => x _ do rewrite at_rcons ?si // at_last // mulrCA.
rewrite -mulr_sumr (bigD1 b) //= eqxx mulr1 big1 ?addr0 // => x /negbTE ->.
by rewrite mulr0.
Qed.
Lemma pair_law_step T j i p : (j < i)%N -> (i < T)%N -> par i = Some p ->
  P T j i = P T j p *m pi.
Proof.
move=> ji iT pi_; have pI := F pi_; apply/matrixP=> a b.
rewrite (@pair_law_len i.+1) // ?ltnS // ?(ltnW ji) // pair_law_last // !mxE.
rewrite (@pair_law_len i T) // ?(ltnW iT) //.
under [RHS]eq_bigr => e _ do rewrite pair_lawE -E_scale.
rewrite -E_sum; apply: E_ext => s si; rewrite /next si pi_.
by under eq_bigr => e _ do rewrite -mulrA; rewrite -mulr_sumr at_sum.
Qed.
Lemma marg T j a : (j < T)%N -> E T (at_ j a) = mu 0 a.
Proof.
elim/ltn_ind: j a => j IH a jT.
rewrite (@E_drop j.+1) // => [|s x js]; last by rewrite at_rcons.
transitivity (E j (fun s => next pi mu par s a)).
  rewrite /=; apply: E_ext => s sj; under eq_bigr => x _ do rewrite at_last //.
  by rewrite (bigD1 a) //= eqxx mulr1 big1 ?addr0 // => x /negbTE->; rewrite mulr0.
have E1 m c : E m (fun=> c) = c.
  by rewrite (@E_drop 0).
case pj: (par j) => [p|]; last first.
  by rewrite -[RHS](E1 j); apply: E_ext => s sj; rewrite /next sj pj.
have pj_ := F pj; have := stat_pow H 1 a; rewrite expr1 => <-.
transitivity (\sum_e E j (at_ p e) * pi e a).
  under [RHS]eq_bigr do rewrite -E_scale; rewrite -E_sum; apply: E_ext => s sj.
  by rewrite /next sj pj at_sum.
apply: eq_bigr => e _; congr (_ * _); rewrite -(IH p) //; last exact: ltn_trans jT.
by rewrite [RHS](@E_drop j) // ?(ltnW jT) // => s x sj; rewrite at_rcons // (leq_trans pj_).
Qed.
Lemma pair_law_root T j i : (j < i)%N -> (i < T)%N -> par i = None ->
  P T j i = indep mu.
Proof.
move=> ji iT pi_; apply/matrixP=> a b.
rewrite (@pair_law_len i.+1) // ?ltnS // ?(ltnW ji) // pair_law_last // !mxE.
by rewrite -(@marg i j a ji) -E_scale; apply: E_ext => s si; rewrite /next si pi_.
Qed.
Lemma pair_law_nonneg T j i : nonneg (P T j i).
Proof. by move=> a b; rewrite mxE E_ge0 // => s; rewrite mulr_ge0 ?ler0n. Qed.
Lemma pair_law_coupling T j i : (j < T)%N -> (i < T)%N -> coupling mu (P T j i).
Proof.
move=> jT iT; split=> [a|b]; rewrite /rmarg /cmarg.
- rewrite -(marg a jT); under eq_bigr do rewrite pair_lawE; rewrite -E_sum.
  apply: E_ext => s _; rewrite -mulr_sumr -[RHS]mulr1; congr (_ * _).
  by have := at_sum i s (fun=> 1); under eq_bigr do rewrite mulr1.
- rewrite -(marg b iT); under eq_bigr do rewrite pair_lawE; rewrite -E_sum.
  apply: E_ext => s _; rewrite -mulr_suml -[RHS]mul1r; congr (_ * _).
  by have := at_sum j s (fun=> 1); under eq_bigr do rewrite mulr1.
Qed.

Lemma pair_law_same T i : (i < T)%N -> P T i i = path_law pi mu 0 0.
Proof.
move=> iT; apply/matrixP=> a b; rewrite [RHS]mxE !expr0.
have [<-|ab] := eqVneq a b.
  rewrite (bigD1 a) //= !mxE eqxx !mulr1 big1 ?addr0 => [|c /negbTE ca]; last by rewrite mxE ca mulr0.
  by rewrite -(marg a iT); apply: E_ext => s _; rewrite /at_; case: eqP; rewrite ?mulr1 ?mulr0.
rewrite big1 => [|c _].
  rewrite pair_lawE (@E_ext _ _ (fun=> 0)) ?(@E_drop 0) // => s _; rewrite /at_.
  by case: eqP => [->|]; rewrite ?(negbTE ab) ?mulr0 ?mul0r.
rewrite !mxE; case: (c =P a) => [->|]; last by rewrite mulr0 mul0r.
by rewrite (negbTE ab) mulr0.
Qed.
Lemma pair_law_parent T i p : (i < T)%N -> par i = Some p -> P T p i = edge pi mu.
Proof.
move=> iT pi_; have pI := F pi_.
by rewrite (pair_law_step pI iT pi_) pair_law_same ?(ltn_trans pI) // -path_lawS path_law10.
Qed.
(* the path formula is the law of the sequence *)
Theorem pair_law_joined T j i u d : joined par j i u d -> (j < T)%N -> (i < T)%N ->
  P T j i = path_law pi mu u d.
Proof.
elim=> {j i u d} [i iT _|j i p u d ji pi_ _ IH jT iT|j i p u d ij pj _ IH jT iT].
- exact: pair_law_same.
- by rewrite (pair_law_step ji iT pi_) IH ?path_lawS // (ltn_trans (F pi_)).
- rewrite pair_law_tr (pair_law_step ij jT pj) [RHS]path_law_tr path_lawS.
  by rewrite pair_law_tr IH -?path_law_tr // (ltn_trans (F pj)).
Qed.
Theorem pair_law_apart T j i : apart par j i -> (j < T)%N -> (i < T)%N ->
  P T j i = indep mu.
Proof.
have tr : (indep mu)^T = indep mu by apply/matrixP=> a b; rewrite !mxE mulrC.
elim=> {j i} [j i ji pi_ _ iT|j i ij pj jT _|j i p ji pi_ _ IH jT iT|j i p ij pj _ IH jT iT].
- exact: pair_law_root.
- by rewrite pair_law_tr pair_law_root.
- by rewrite (pair_law_step ji iT pi_) IH ?(indep_mul H) // (ltn_trans (F pi_)).
- rewrite pair_law_tr (pair_law_step ij jT pj) -[P T i p]trmxK -pair_law_tr.
  by rewrite IH ?(ltn_trans (F pj)) // tr (indep_mul H) tr.
Qed.

(* two positions are always joined or apart *)
Lemma joined_or_apart j i : (exists u d, joined par j i u d) \/ apart par j i.
Proof.
have [m] := ubnP (j + i); elim: m j i => // m IH j i.
have [ij|ji|<-] := ltngtP i j; rewrite ltnS => lt.
- case pj: (par j) => [p|]; last by right; apply: A_root_l.
  have [|[u [d J]]|A] := IH p i; first by apply: leq_trans lt; rewrite ltn_add2r (F pj).
    by left; exists u, d.+1; apply: J_down pj J.
  by right; apply: A_down pj A.
- case pi_: (par i) => [p|]; last by right; apply: A_root_r.
  have [|[u [d J]]|A] := IH j p; first by apply: leq_trans lt; rewrite ltn_add2l (F pi_).
    by left; exists u.+1, d; apply: J_up pi_ J.
  by right; apply: A_up pi_ A.
- by left; exists 0%N, 0%N; apply: J_refl.
Qed.

End Theory.

Theorem PairLawAlongPaths : PairLawAlongPaths_statement.
Proof. move=> R n pi mu par T j i H F jT iT; have [[u [d J]]|A] := joined_or_apart F j i.
- by left; exists u, d; rewrite (pair_law_joined H F J).
- by right; rewrite (pair_law_apart H F A). Qed.
